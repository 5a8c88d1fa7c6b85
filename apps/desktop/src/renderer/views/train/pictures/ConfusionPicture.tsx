import { useCallback } from "react";
import type { Scene, StepPicture } from "../../../../shared/ipc/pictures.js";
import { tokenColor } from "../../../design/tokenColor.js";
import { Canvas } from "./Canvas.js";
import styles from "./ConfusionPicture.module.css";
import { Picture } from "./Picture.js";
import { usePalette } from "./usePalette.js";

/** More classes than these have no room for numbers. */
const mostNumbers = 12;

export interface ConfusionPictureProps {
  readonly scene: Scene;
  readonly picture: StepPicture;
}

/** The training rows by true and by predicted class. */
export const ConfusionPicture = ({ scene, picture }: ConfusionPictureProps) => (
  <Picture title="Confusion, training rows" step={picture.step}>
    {scene.classes.length <= mostNumbers ? (
      <Numbers scene={scene} picture={picture} />
    ) : (
      <Heat confusion={picture.confusion} step={picture.step} />
    )}
  </Picture>
);

function Numbers({ scene: { classes }, picture: { confusion } }: ConfusionPictureProps) {
  return (
    <div className={styles.frame}>
      <table className={styles.table} data-dense={classes.length > 6 || undefined}>
        <thead>
          <tr>
            <td className={styles.corner} />
            {classes.map((name) => (
              <th key={name} scope="col" title={`predicted ${name}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, r) => (
            <tr key={classes[r]}>
              <th scope="row" title={`truly ${classes[r]}`}>
                {classes[r]}
              </th>
              {row.map((value, c) => (
                <td
                  key={classes[c]}
                  style={shade(value, row, r === c)}
                  title={`${value} of ${classes[r]} predicted as ${classes[c]}`}
                  data-numeric
                >
                  {short(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.reading}>Rows are true, columns predicted.</p>
    </div>
  );
}

/** Four characters at most: `·`, `39`, `4.9k`, `12k`. */
function short(value: number): string {
  if (value === 0) return "·";
  if (value >= 9950) return `${Math.round(value / 1000)}k`;
  if (value >= 1000) return `${(value / 1000).toFixed(1)}k`;
  return String(Math.round(value * 10) / 10);
}

/** By the share of the row: blue where it is right, orange where it is wrong. */
function shade(value: number, row: readonly number[], right: boolean) {
  const sum = row.reduce((total, each) => total + each, 0);
  const share = sum > 0 ? value / sum : 0;
  const color = right ? "var(--class-0)" : "var(--class-1)";
  const strength = Math.round(100 * (right ? 0.4 * share : Math.min(0.5, 1.2 * share)));
  return { background: `color-mix(in srgb, ${color} ${strength}%, transparent)` };
}

interface HeatProps {
  readonly confusion: StepPicture["confusion"];
  readonly step: number;
}

function Heat({ confusion, step }: HeatProps) {
  const palette = usePalette();
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const { width, height } = context.canvas;
      const [C, ground] = [confusion.length, tokenColor("--sunken")];
      const [right, wrong] = [palette.classes[0], palette.classes[1]];
      context.fillStyle = ground;
      context.fillRect(0, 0, width, height);
      for (const [r, row] of confusion.entries()) {
        const sum = row.reduce((total, each) => total + each, 0) || 1;
        for (const [c, value] of row.entries()) {
          const alpha = Math.min(1, (r === c ? 1 : 3) * (value / sum));
          context.fillStyle = `rgb(${(r === c ? right : wrong).join(" ")} / ${alpha})`;
          const [left, top] = [Math.floor((c * width) / C), Math.floor((r * height) / C)];
          context.fillRect(left, top, Math.ceil(width / C), Math.ceil(height / C));
        }
      }
    },
    [confusion, palette],
  );
  return <Canvas square label={`Confusion of the training rows at step ${step}`} draw={draw} />;
}
