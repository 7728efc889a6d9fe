// The other way of filling: ODK Web Forms as it comes, for questions that our own page cannot draw. Needs a connection; keeps nothing on the device.

import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
import { createApp, h } from "vue";
import { Server } from "./server.js";
import { setWords, t } from "./words.js";

const shell = document.body.dataset;
const server = new Server();
const state = document.getElementById("state");

async function start() {
  const lang = document.documentElement.lang;
  const answer = lang === "th" ? null : await fetch(`/fill/words/${lang}`).catch(() => null);
  setWords(answer?.ok ? await answer.json() : {});
  if ((await server.offers()).status !== 200) return say(t("เข้าระบบก่อน"));
  const xml = await server.text(shell.form);
  if (xml === null) return say(t("เปิดแบบนี้ไม่ได้"));
  const lists = JSON.parse(shell.lists);
  const props = {
    formXml: xml,
    fetchFormAttachment: (url) => {
      const name = decodeURIComponent(String(url).split("/").at(-1));
      return name in lists ? fetch(lists[name]) : Promise.resolve(new Response("", { status: 404 }));
    },
    missingResourceBehavior: "BLANK",
    onSubmit: async (payload, done) => {
      say(t("กำลังส่ง"));
      const [data] = payload.data;
      const files = [...data.entries()].filter(([name]) => name !== "xml_submission_file").map(([, file]) => file);
      const told = await server.send(await data.get("xml_submission_file").text(), files, false);
      if (told.status === 201 || told.status === 202) {
        say(t("ส่งแล้ว ขอบคุณ"));
        document.getElementById("form").replaceChildren();
      } else {
        say(told.status === 401 ? t("หมดเวลาเข้าระบบ เปิดแท็บใหม่เพื่อเข้าระบบ แล้วกดส่งอีกครั้ง") : told.message || t("ส่งไม่ได้ตอนนี้ คำตอบยังอยู่ในหน้านี้ ลองกดส่งอีกครั้ง"));
        done?.({ next: undefined });
      }
    },
  };
  createApp({ render: () => h(OdkWebForm, props) }).use(webFormsPlugin).mount("#form");
  return undefined;
}

function say(words) {
  state.textContent = words;
}

start();
