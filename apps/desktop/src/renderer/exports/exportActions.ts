import type { TableColumn } from "../../shared/ipc/export.js";
import type { Action } from "../shell/action.js";
import { savePicture, saveTable } from "./save.js";

interface Exported {
  /** `<view>.export<What>`. */
  readonly id: string;
  /** As it stands in a menu: `Curves`. */
  readonly what: string;
  readonly isAvailable: () => boolean;
  /** Of the file that is suggested, without its ending. */
  readonly name: () => string;
}

/** The two actions that save a picture: with the ids `…Svg` and `…Png`. */
export const pictureActions = ({
  draw,
  ...about
}: Exported & { draw(): SVGSVGElement | Promise<SVGSVGElement> }): Action[] =>
  (["svg", "png"] as const).map((kind) => ({
    id: `${about.id}${kind === "svg" ? "Svg" : "Png"}`,
    title: `Export ${about.what} as ${kind.toUpperCase()}…`,
    isAvailable: about.isAvailable,
    run: async () => savePicture(about.name(), kind, await draw()),
  }));

/** The action that saves a table: with the id `…Csv`. */
export const tableAction = ({
  columns,
  ...about
}: Exported & { columns(): readonly TableColumn[] }): Action => ({
  id: `${about.id}Csv`,
  title: `Export ${about.what} as CSV…`,
  isAvailable: about.isAvailable,
  run: () => saveTable(about.name(), columns()),
});
