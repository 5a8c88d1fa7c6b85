/** `−1.20`: so many decimals, with the sign that formulas have; never `−0.00`. */
export function decimal(value: number, decimals = 2): string {
  const text = value.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** Two decimals, for places in the plane. */
export const coordinate = (value: number): string => decimal(value, 2);

/** `₁₂`, for indices of formulas. */
export const subscript = (index: number): string =>
  String(index).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);
