// A photo is drawn anew before it is kept: what the camera wrote into the file (place, time, device) stays behind.

export const LONGEST = 1600; // pixels of the longer side
const QUALITY = 0.82;

/** A JPEG of the picture in `file`, at most `longest` pixels wide or high. Raises Error when it is no picture. */
export async function redraw(file, longest = LONGEST) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = fitted(picture, Math.min(longest || LONGEST, LONGEST));
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("picture");
  return new File([blob], "photo.jpg", { type: "image/jpeg" });
}

/** A small drawing of a kept picture, for the page. */
export async function preview(file) {
  const picture = await createImageBitmap(file);
  const canvas = fitted(picture, 320);
  picture.close();
  return canvas;
}

function fitted(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // a transparent picture becomes a white one, not a black one
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
