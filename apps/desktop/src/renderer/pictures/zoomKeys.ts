/** How many times as far a picture reaches after a key: + nearer, − farther. */
export const zoomKeys: Readonly<Record<string, number>> = { "+": 0.8, "=": 0.8, "-": 1.25, _: 1.25 };
