import { Tabs as Parts } from "radix-ui";
import type { ReactNode } from "react";

export interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly (readonly [name: Name, title: string])[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
  readonly children: ReactNode;
}

/** Pages of which one is shown; the arrow keys go from tab to tab. */
export function Tabs<Name extends string>({
  label,
  tabs,
  chosen,
  onChoose,
  children,
}: TabsProps<Name>) {
  return (
    <Parts.Root className="tabs" value={chosen} onValueChange={(name) => onChoose(name as Name)}>
      <Parts.List className="tabs__list" aria-label={label}>
        {tabs.map(([name, title]) => (
          <Parts.Trigger key={name} value={name} className="tabs__tab">
            {title}
          </Parts.Trigger>
        ))}
      </Parts.List>
      {tabs.map(([name]) => (
        <Parts.Content key={name} value={name} className="tabs__panel">
          {name === chosen ? children : null}
        </Parts.Content>
      ))}
    </Parts.Root>
  );
}
