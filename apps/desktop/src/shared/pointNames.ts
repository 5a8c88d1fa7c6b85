/** The classes of painted points, by number: their labels in `points.csv`. */
export const pointLabels = "ABCDEFGH";

/** Generators whose points lie in the plane. */
export const pointShapes = ["blobs", "rings", "moons", "spirals", "xor"] as const;
export type PointShape = (typeof pointShapes)[number];
