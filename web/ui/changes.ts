import type { App } from "./app";
import { button, el } from "./dom";

const stale = 45_000; // ms without a word from the server after which it is taken to be gone

// Changes tells that the case's files changed, and offers to load them: nothing
// moves under a reader unasked. It tells too that the server is out of reach.
export class Changes {
  readonly root = el("div", { class: "notice", role: "status", hidden: true });
  private heard = Date.now();

  constructor(private readonly app: App, private readonly reload: () => Promise<void>) {
    const events = new EventSource(app.base + "/changes");
    events.addEventListener("open", () => this.hear());
    events.addEventListener("case", (e) => this.told(e as MessageEvent<string>));
    events.addEventListener("error", () => this.lost(events));
    addEventListener("offline", () => this.lost(events));
  }

  private hear(): void {
    this.heard = Date.now();
    if (this.root.dataset.kind === "lost") this.root.hidden = true;
  }

  private told(e: MessageEvent<string>): void {
    this.hear();
    const { stamp } = JSON.parse(e.data) as { stamp: string };
    if (stamp === this.app.view.stamp) {
      this.root.hidden = true;
      return;
    }
    this.say("changed", "The case's files have changed.", button("Show them as they are now", () => void this.load()));
  }

  private async load(): Promise<void> {
    this.say("loading", "Loading …");
    try {
      await this.reload();
      this.root.hidden = true;
    } catch (err) {
      this.say("failed", `The files as they are now could not be shown: ${(err as Error).message}. What you see is the case as it was.`, button("Try again", () => void this.load()));
    }
  }

  private lost(events: EventSource): void {
    if (this.root.dataset.kind === "changed" && !this.root.hidden) return;
    const since = new Date(this.heard).toISOString().slice(11, 19);
    this.say("lost", `The server does not answer. What you see is the case as it was at ${since} UTC; links to evidence will not open.`);
    if (events.readyState === EventSource.CLOSED) setTimeout(() => void this.again(), stale / 9);
  }

  // again looks whether a server that went away is back.
  private async again(): Promise<void> {
    const r = await fetch(this.app.base, { method: "HEAD" }).catch(() => null);
    if (!r?.ok) return void setTimeout(() => void this.again(), stale / 9);
    this.say("changed", "The server is back.", button("Load the case again", () => void this.load()));
  }

  private say(kind: string, words: string, ...more: Node[]): void {
    this.root.dataset.kind = kind;
    this.root.hidden = false;
    this.root.replaceChildren(el("span", {}, words), ...more);
  }
}
