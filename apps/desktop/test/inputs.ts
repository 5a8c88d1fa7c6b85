import type { Locator, Page } from "playwright-core";

/** What the page went through while inputs were made. */
export interface InputReport {
  readonly inputs: number;
  /** Inputs whose effect was on the page. */
  readonly answered: number;
  /** Milliseconds from when the system had an input to the first frame that shows its effect. */
  readonly latencies: readonly number[];
  /** Milliseconds between frames. */
  readonly frames: readonly number[];
  /** Milliseconds of the tasks above 50 ms. */
  readonly longTasks: readonly number[];
}

interface Watching {
  readonly frames: number[];
  readonly longTasks: number[];
  going: boolean;
}

/**
 * Makes inputs one after the other, in turn a click on a tab, one on a box, and a key on the slider, as the system would
 * hand them on, while whatever goes on goes on.
 *
 * @param pause frames that pass between two of them
 */
export async function makeInputs(page: Page, count: number, pause = 0): Promise<InputReport> {
  await page.waitForFunction(severalSteps);
  await watch(page);
  const latencies: number[] = [];
  for (let k = 0; k < count; k++) {
    const latency = await inputs[k % inputs.length](page, k);
    if (latency !== null) latencies.push(latency);
    await pass(page, pause);
  }
  return { inputs: count, answered: latencies.length, latencies, ...(await watched(page)) };
}

const pass = (page: Page, frames: number) =>
  page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
  }, frames);

/** Are there several steps to scrub to, and is a later one than the first shown? */
function severalSteps(): boolean {
  const slider = document.querySelector<HTMLInputElement>('[aria-label="Step shown"]');
  const isLater = slider?.getAttribute("aria-valuetext") !== "step 1";
  return slider !== null && Number(slider.max) > Number(slider.min) && isLater;
}

/** Begins to record frames and long tasks. */
export const watch = (page: Page) =>
  page.evaluate(() => {
    const watching: Watching = { frames: [], longTasks: [], going: true };
    Object.assign(globalThis, { watching });
    let last = performance.now();
    const frame = (now: number) => {
      watching.frames.push(now - last);
      last = now;
      if (watching.going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watching.longTasks.push(duration);
    }).observe({ type: "longtask" });
  });

/** What was recorded since. */
export const watched = (page: Page) =>
  page.evaluate(() => {
    const { watching } = globalThis as unknown as { watching: Watching };
    watching.going = false;
    return { frames: watching.frames.slice(1), longTasks: watching.longTasks };
  });

const tabs = ["Accuracy", "Gradient", "Certificate", "Loss"];

const inputs: readonly ((page: Page, k: number) => Promise<number | null>)[] = [
  (page, k) => clicked(page, page.getByRole("tab", { name: tabs[k % tabs.length], exact: true })),
  (page) => clicked(page, page.getByRole("checkbox", { name: "Log axis" })),
  (page) => scrubbed(page),
];

async function clicked(page: Page, target: Locator): Promise<number | null> {
  const { x, y, width, height } = (await target.boundingBox())!;
  const expected = await expectChange(target, "pointerup");
  await page.mouse.click(x + width / 2, y + height / 2);
  return expected();
}

/** To the other end of the run: the pictures and figures of another step. */
async function scrubbed(page: Page): Promise<number | null> {
  const slider = page.getByRole("slider", { name: "Step shown" });
  const isLate = await slider.evaluate((element) => {
    const { value, max } = element as HTMLInputElement;
    element.focus();
    return Number(value) * 2 > Number(max);
  });
  const expected = await expectChange(slider, "keydown");
  await page.keyboard.press(isLate ? "Home" : "End");
  return expected();
}

/**
 * Prepares to see an input of the system arrive at the page. What is returned resolves to the milliseconds from when the
 * system had it to the first frame that shows the element changed; to null where none did within five seconds.
 */
async function expectChange(
  target: Locator,
  kind: "pointerup" | "keydown",
): Promise<() => Promise<number | null>> {
  const change = await target.evaluateHandle((element, event) => {
    const read = () =>
      element.getAttribute("aria-selected") ??
      element.getAttribute("aria-valuetext") ??
      String((element as HTMLInputElement).checked);
    const before = read();
    const latency = new Promise<number | null>((resolve) => {
      const begun = performance.now();
      let start: number | undefined;
      addEventListener(
        event,
        ({ timeStamp, isTrusted }) => {
          if (isTrusted) start = timeStamp;
        },
        { capture: true, once: true },
      );
      const look = () => {
        if (start !== undefined && read() !== before) resolve(performance.now() - start);
        else if (performance.now() - begun > 5000) resolve(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    return { latency };
  }, kind);
  return async () => {
    const latency = await change.evaluate((found) => found.latency);
    await change.dispose();
    return latency;
  };
}
