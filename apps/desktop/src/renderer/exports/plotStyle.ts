import { tokenColor } from "../design/tokenColor.js";
import { unshown } from "./svg.js";

/** Size and colors of plots that are exported, in the present theme. */
export const plotStyle = () => ({
  document: unshown,
  width: 960,
  height: 540,
  marginLeft: 60,
  style: {
    background: tokenColor("--surface"),
    color: tokenColor("--text-muted"),
    fontFamily: "sans-serif",
  },
});
