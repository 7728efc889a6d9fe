// Elements without a framework.

const SVG = "http://www.w3.org/2000/svg";

/** An element: h("p", {class: "x", onclick: f}, child, [children], "text"). Nothing false is set or added. */
export function h(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "indeterminate") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...real(children));
  return element;
}

/** Put children in the place of those that an element has; lists are flattened, what is null or false is left out. */
export function put(element, ...children) {
  element.replaceChildren(...real(children));
}

function real(children) {
  return children.flat(4).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** An icon of the page's sprite. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A drawing of one bar; `part` from 0 to 1. */
export function bar(part) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ class: "prog", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const [kind, width] of [["bg", 100], ["fg", Math.round(part * 100)]]) {
    const rect = document.createElementNS(SVG, "rect");
    for (const [key, value] of Object.entries({ class: kind, width, height: 8 })) rect.setAttribute(key, value);
    svg.append(rect);
  }
  return svg;
}

const PLAIN = new Set(["strong", "em", "u", "p", "ul", "ol", "li", "br"]);

/** A text of the form with its stress and lists; links, colours and raw HTML become their words only. */
export function rich(range) {
  if (!range) return [];
  const draw = (node) => {
    if (node.role === "child") return node.value;
    if (node.role === "line-break") return h("br");
    if (node.role === "html") return new DOMParser().parseFromString(node.unsafeHtml, "text/html").body.textContent;
    const children = node.children.map(draw);
    if (node.elementName === "p") return h("span", { class: "para" }, children);
    return PLAIN.has(node.elementName) ? h(node.elementName, {}, children) : /^h\d$/.test(node.elementName) ? h("strong", {}, children) : h("span", {}, children);
  };
  try {
    return range.formatted.map(draw);
  } catch {
    return [range.asString];
  }
}
