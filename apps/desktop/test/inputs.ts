import type { Page } from "playwright-core";

/** What the page went through while inputs were made. */
export interface InputReport {
  readonly inputs: number;
  /** Inputs whose effect was on the page. */
  readonly answered: number;
  /** Milliseconds from each input to the first frame that shows its effect. */
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

/** Makes inputs one after the other, in turn a key, a tab and the slider, while whatever goes on goes on. */
export async function makeInputs(page: Page, count: number): Promise<InputReport> {
  await page.waitForFunction(severalSteps);
  await watch(page);
  const latencies: number[] = [];
  for (let k = 0; k < count; k++) {
    const latency = await inputs[k % inputs.length](page, k);
    if (latency !== null) latencies.push(latency);
  }
  return { inputs: count, answered: latencies.length, latencies, ...(await watched(page)) };
}

/** Are there several steps to scrub to, and is a later one than the first shown? */
function severalSteps(): boolean {
  const slider = document.querySelector<HTMLInputElement>('[aria-label="Step shown"]');
  const isLater = slider?.getAttribute("aria-valuetext") !== "step 1";
  return slider !== null && Number(slider.max) > Number(slider.min) && isLater;
}

const watch = (page: Page) =>
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

const watched = (page: Page) =>
  page.evaluate(() => {
    const { watching } = globalThis as unknown as { watching: Watching };
    watching.going = false;
    return { frames: watching.frames.slice(1), longTasks: watching.longTasks };
  });

const tabs = ["Accuracy", "Gradient", "Certificate", "Loss"];

const inputs: readonly ((page: Page, k: number) => Promise<number | null>)[] = [
  (page, k) => toggled(page, '[role="tab"]', tabs[k % tabs.length], "aria-selected"),
  (page) => toggled(page, 'label > input[type="checkbox"]', "", "checked"),
  (page) => scrubbed(page),
];

/** Clicks an element and waits for the frame in which its state is another. */
const toggled = (page: Page, selector: string, text: string, state: "aria-selected" | "checked") =>
  page.evaluate(
    ([at, name, property]) =>
      new Promise<number | null>((resolve) => {
        const element = [...document.querySelectorAll<HTMLElement>(at)].find((each) =>
          (each.textContent ?? "").includes(name),
        );
        if (!element) return resolve(null);
        const read = () =>
          property === "checked"
            ? String((element as HTMLInputElement).checked)
            : element.getAttribute(property);
        const before = read();
        const start = performance.now();
        element.click();
        const look = () => {
          if (read() !== before) resolve(performance.now() - start);
          else if (performance.now() - start > 5000) resolve(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [selector, text, state] as const,
  );

/** Moves the slider to its other end and waits for the frame in which the pictures are of another step. */
const scrubbed = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number | null>((resolve) => {
        const slider = document.querySelector<HTMLInputElement>('[aria-label="Step shown"]');
        const shown = () => slider?.getAttribute("aria-valuetext");
        if (!slider || slider.disabled) return resolve(null);
        const wanted = Number(slider.value) * 2 > Number(slider.max) ? slider.min : slider.max;
        const before = shown();
        const start = performance.now();
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(slider, wanted);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        const look = () => {
          if (shown() !== before) resolve(performance.now() - start);
          else if (performance.now() - start > 5000) resolve(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
