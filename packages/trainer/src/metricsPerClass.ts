/** One class against all others. Null where the denominator is 0. */
export interface ClassMetrics {
  /** Of the rows predicted as this class, the share that are of it: TP / (TP + FP). */
  readonly precision: number | null;
  /** Of the rows of this class, the share predicted as it: TP / (TP + FN). */
  readonly recall: number | null;
  /** 2 TP / (2 TP + FP + FN). */
  readonly f1: number | null;
  /** Weight of the rows of this class, TP + FN; their number without weights. */
  readonly support: number;
}

export type ClassAverages = Omit<ClassMetrics, "support">;

/** Precision, recall, F1 and support of every class of a confusion matrix (rows true, columns predicted). */
export function classMetrics(confusion: readonly (readonly number[])[]): ClassMetrics[] {
  return confusion.map((row, c) => {
    const hits = row[c];
    const support = sum(row);
    const predicted = sum(confusion.map((other) => other[c]));
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + predicted),
      support,
    };
  });
}

/** Mean of each metric over the classes for which it is defined, with the given weight of a class. */
export function averageOverClasses(
  classes: readonly ClassMetrics[],
  weightOf: (metrics: ClassMetrics) => number,
): ClassAverages {
  const mean = (name: keyof ClassAverages) => {
    const defined = classes.filter((metrics) => metrics[name] !== null);
    return ratio(
      sum(defined.map((metrics) => weightOf(metrics) * metrics[name]!)),
      sum(defined.map(weightOf)),
    );
  };
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
