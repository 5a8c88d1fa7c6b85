import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { Brush, Eraser, type LucideIcon, Maximize, MousePointer2, Move, ZoomIn, ZoomOut } from "lucide-react";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Slider } from "../../design/Slider.js";
import { Tooltip } from "../../design/Tooltip.js";
import { type Tool, tools, usePoints } from "../../state/points.js";
import styles from "./PointTools.module.css";

const about: Readonly<
  Record<Tool, { readonly Icon: LucideIcon; readonly name: string; readonly hint: string }>
> = {
  point: { Icon: MousePointer2, name: "Point", hint: "One point a click (P)" },
  brush: { Icon: Brush, name: "Brush", hint: "Points scattered under the brush (B)" },
  move: { Icon: Move, name: "Move", hint: "Drag a point elsewhere (M)" },
  erase: { Icon: Eraser, name: "Erase", hint: "Removes the points under the rim (E)" },
};

/** What the pointer does, above the canvas. */
export function PointTools() {
  const { tool, radius, history, saved } = usePoints();
  const points = history.present.length;
  return (
    <div className={styles.bar}>
      <ToggleGroup
        className={styles.group}
        aria-label="Tool"
        value={[tool]}
        onValueChange={([chosen]) => chosen && usePoints.setState({ tool: chosen as Tool })}
      >
        {tools.map((each) => {
          const { Icon, name, hint } = about[each];
          return (
            <Tooltip key={each} text={hint}>
              <Toggle value={each} className={styles.tool}>
                <Icon size={15} strokeWidth={1.75} aria-hidden />
                {name}
              </Toggle>
            </Tooltip>
          );
        })}
      </ToggleGroup>
      <div className={styles.size} data-hidden={!(tool === "brush" || tool === "erase") || undefined}>
        <Slider
          label="Size"
          shown={`${radius} px`}
          value={radius}
          min={8}
          max={120}
          step={2}
          onChange={(value) => usePoints.setState({ radius: value })}
        />
      </div>
      <ZoomButtons />
      <span className={styles.state} role="status">
        {count(points)} {points === 1 ? "point" : "points"}
        {points > 0 && (saved ? " · saved as points.csv" : " · saving …")}
      </span>
    </div>
  );
}

/** For those without a wheel; the keys go to the canvas. */
function ZoomButtons() {
  const { zoom, showAll } = usePoints();
  const buttons = [
    { Icon: ZoomOut, name: "Zoom out", hint: "Zoom out (− or the wheel)", act: () => zoom(1.25) },
    { Icon: ZoomIn, name: "Zoom in", hint: "Zoom in (+ or the wheel)", act: () => zoom(0.8) },
    {
      Icon: Maximize,
      name: "Show all",
      hint: "Show all points (0). Alt or the middle button drags the plane.",
      act: showAll,
    },
  ];
  return (
    <span className={styles.zoom}>
      {buttons.map(({ Icon, name, hint, act }) => (
        <Tooltip key={name} text={hint}>
          <Button look="quiet" icon aria-label={name} onClick={act}>
            <Icon size={15} strokeWidth={1.75} aria-hidden />
          </Button>
        </Tooltip>
      ))}
    </span>
  );
}
