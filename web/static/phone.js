// The phone simulator's page. What the server tells is state, not steps: being told twice changes nothing.

const page = document.documentElement;
const words = document.querySelector("#phones").dataset;
const template = document.querySelector("#message").content.firstElementChild;
const GIVE_UP_MS = 15_000;
const COME_BACK_MS = 2_000;

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(GIVE_UP_MS),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

// The clock of the house runs on here between what the server says.

const clock = {
  zone: null,
  ahead: 0, // milliseconds from this page's own counting to the house's clock
  now: () => new Date(performance.now() + clock.ahead),
  // "2017-11-01T06:30", as the clocks of the house show it: Swedish dates are ISO dates.
  wall: () => clock.format({ dateStyle: "short", timeStyle: "short" }, clock.now(), "sv-SE").replace(" ", "T"),
  format: (options, moment, language = page.lang) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: clock.zone }).format(moment),
  day: (moment) => clock.format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, moment),
  time: (moment) => clock.format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, moment),
};

const momentField = document.querySelector("#moment");
const clockSaid = document.querySelector("#clock-said");
let ticking = 0;
let isBeingSet = false;

function setClock({ moment, zone }) {
  clock.zone = zone;
  clock.ahead = Date.parse(moment) - performance.now();
  if (!isBeingSet) momentField.value = clock.wall();
  clearTimeout(ticking);
  tick();
}

function tick() {
  const now = clock.now();
  const time = clock.time(now);
  show("#clock-time", time);
  show("#clock-seconds", `:${String(now.getSeconds()).padStart(2, "0")}`);
  show("#clock-date", clock.day(now));
  document.querySelector("#clock").dateTime = now.toISOString();
  for (const bar of document.querySelectorAll(".bar-time")) show(bar, time);
  ticking = setTimeout(tick, 1000 - now.getMilliseconds());
}

function show(where, text) {
  const node = typeof where === "string" ? document.querySelector(where) : where;
  if (node.textContent !== text) node.textContent = text;
}

async function turnClock(change) {
  try {
    isBeingSet = false;
    setClock(await post("/phone/clock", change));
    show(clockSaid, `${clock.time(clock.now())}, ${clock.day(clock.now())}`);
    clockSaid.classList.remove("refused");
  } catch {
    show(clockSaid, clockSaid.dataset.refused);
    clockSaid.classList.add("refused");
  }
}

// The next time the clocks of the house show `time`: today, or tomorrow where that has been.
function next(time) {
  const [today, now] = clock.wall().split("T");
  const day = new Date(`${today}T00:00Z`);
  if (now >= time) day.setUTCDate(day.getUTCDate() + 1);
  return `${day.toISOString().slice(0, 10)}T${time}`;
}

for (const button of document.querySelectorAll("[data-minutes]")) {
  button.addEventListener("click", () => turnClock({ forward_minutes: Number(button.dataset.minutes) }));
}
for (const button of document.querySelectorAll("[data-until]")) {
  button.addEventListener("click", () => clock.zone && turnClock({ moment: next(button.dataset.until) }));
}
momentField.addEventListener("input", () => { isBeingSet = true; });
document.querySelector("#set-clock").addEventListener("submit", (event) => {
  event.preventDefault();
  turnClock({ moment: momentField.value });
});

// A phone: what is on it, and what it sends.

class Phone {
  constructor(element) {
    this.address = element.dataset.address;
    this.log = element.querySelector(".log");
    this.list = element.querySelector(".messages");
    this.field = element.querySelector("textarea");
    this.items = new Map();
    this.sending = Promise.resolve();
    element.querySelector(".write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.write();
    });
    for (const example of element.querySelectorAll(".examples button")) {
      example.addEventListener("click", () => {
        this.field.value = example.textContent;
        this.field.focus();
      });
    }
  }

  // The server's lines are in order; what it does not know of yet stays below them.
  show(lines) {
    const shown = lines.filter((line) => line.state !== "queued");
    const firstKnown = shown.map((line) => this.items.get(key(line))).find(Boolean) ?? null;
    let above = null;
    for (const line of shown) {
      let item = this.items.get(key(line));
      if (!item) {
        item = this.add(key(line));
        if (above) above.after(item);
        else this.list.insertBefore(item, firstKnown);
      }
      this.draw(item, line);
      above = item;
    }
    this.divideIntoDays();
    this.log.setAttribute("aria-busy", "false");
  }

  write() {
    const text = this.field.value;
    if (!text.trim() || !clock.zone) return;
    this.field.value = "";
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
    const line = { id: id.join(""), direction: "in", text, moment: clock.now().toISOString(), state: "sending" };
    const item = this.add(key(line));
    this.list.append(item);
    item.querySelector("button").addEventListener("click", () => {
      this.field.focus();
      this.send(item, line);
    });
    this.send(item, line);
  }

  // One after the other, as they were written. The same id again is the same message again.
  send(item, line) {
    this.draw(item, { ...line, state: "sending" });
    this.divideIntoDays();
    this.log.scrollTop = 0; // its end: the log is laid out from there
    this.sending = this.sending.then(async () => {
      let state = "kept";
      try {
        await post("/phone/messages", { address: this.address, id: line.id, text: line.text });
      } catch {
        state = "failed";
      }
      if (item.dataset.state === "sending") this.draw(item, { ...line, state });
    });
  }

  add(name) {
    const item = template.cloneNode(true);
    this.items.set(name, item);
    return item;
  }

  draw(item, { direction, text, moment, state, file }) {
    const mine = direction === "in";
    const bubble = item.querySelector(".text");
    item.className = mine ? "mine" : "theirs";
    item.dataset.state = state;
    item.dataset.moment = moment;
    show(item.querySelector(".unseen"), `${mine ? words.you : words.bot} `);
    // A text that the house does not keep stays on the phone that sent it, until its page is closed.
    if (text !== null || !bubble.textContent) show(bubble, text ?? words.notKept);
    if (file && !item.querySelector(".file")) bubble.before(enclosed(file, text));
    bubble.classList.toggle("not-kept", bubble.textContent === words.notKept);
    const time = item.querySelector("time");
    time.dateTime = moment;
    show(time, clock.time(new Date(moment)));
    const undelivered = state === "failed" || state === "expired" ? words.undelivered : "";
    const sent = { sending: words.sending, kept: words.sent, failed: words.failed };
    show(item.querySelector(".state"), mine ? sent[state] : undelivered);
    item.querySelector("button").hidden = !(mine && state === "failed");
  }

  divideIntoDays() {
    let before = "";
    for (const item of this.list.children) {
      const day = clock.day(new Date(item.dataset.moment));
      show(item.querySelector(".day"), day === before ? "" : day);
      before = day;
    }
  }
}

// A picture is shown, any other file can be fetched; its words stand below it.
function enclosed({ href, is_picture }, text) {
  const link = document.createElement("a");
  link.className = "file";
  link.href = href;
  if (is_picture) {
    link.target = "_blank";
    link.append(Object.assign(new Image(), { src: href, alt: text, loading: "lazy" }));
  } else {
    link.textContent = words.open;
  }
  return link;
}

const key = ({ direction, id }) => `${direction}:${id}`;
const phones = new Map();
for (const element of document.querySelectorAll(".phone")) {
  const phone = new Phone(element);
  phones.set(phone.address, phone);
}

// What the server tells. After a lost connection the browser asks again, and the whole house comes first.

const connection = document.querySelector("#connection");

function connected(live) {
  connection.dataset.state = live ? "live" : "lost";
  show(connection, live ? connection.dataset.live : connection.dataset.lost);
}

function listen() {
  const stream = new EventSource("/phone/events");
  const on = (kind, act) => stream.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  on("house", (house) => {
    setClock(house.clock);
    for (const { address, messages } of house.phones) phones.get(address)?.show(messages);
    connected(true);
  });
  on("conversation", ({ address, messages }) => phones.get(address)?.show(messages));
  on("clock", setClock);
  stream.addEventListener("error", () => {
    connected(false);
    // The browser comes back by itself from a broken line, but not from a refusal.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, COME_BACK_MS);
  });
}

listen();
