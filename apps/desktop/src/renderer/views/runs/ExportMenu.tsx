import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { Button } from "../../design/Button.js";
import { perform } from "../../shell/action.js";
import styles from "./ExportMenu.module.css";
import { runsActions } from "./runsActions.js";

/** The exports among the actions of this view, behind one button. */
export const ExportMenu = () => (
  <Menu.Root>
    <Menu.Trigger render={<Button />}>
      Export
      <ChevronDown size={14} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className={styles.positioner} sideOffset={4} align="end">
        <Menu.Popup className={styles.popup}>
          {runsActions
            .filter(({ id }) => id.startsWith("runs.export"))
            .map((action) => (
              <Menu.Item
                key={action.id}
                className={styles.item}
                disabled={action.isAvailable?.() === false}
                onClick={() => perform(action)}
              >
                {action.title}
              </Menu.Item>
            ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);
