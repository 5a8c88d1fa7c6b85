import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { Button } from "../design/Button.js";
import { type Action, perform } from "./action.js";
import styles from "./ExportMenu.module.css";

/** Those of a view's actions that save something and can be done now, behind one button. */
export const ExportMenu = ({ actions }: { readonly actions: readonly Action[] }) => (
  <Menu.Root>
    <Menu.Trigger render={<Button />}>
      Export
      <ChevronDown size={14} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className={styles.positioner} sideOffset={4} align="end">
        <Menu.Popup className={styles.popup}>
          <Items actions={actions} />
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);

/** Asked anew whenever the menu opens. */
function Items({ actions }: { readonly actions: readonly Action[] }) {
  const now = actions.filter(({ id, isAvailable }) => /\.export/.test(id) && isAvailable?.() !== false);
  if (now.length === 0)
    return (
      <Menu.Item className={styles.item} disabled>
        Nothing to export yet
      </Menu.Item>
    );
  return now.map((action) => (
    <Menu.Item key={action.id} className={styles.item} onClick={() => perform(action)}>
      {action.title}
    </Menu.Item>
  ));
}
