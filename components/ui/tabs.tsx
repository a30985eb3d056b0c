'use client';
import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

interface TabsProps {
  label: string;
  defaultValue?: string;
  /** when the page keeps the choice, in its address for example */
  value?: string;
  onChange?: (value: string) => void;
  tabs: readonly { value: string; title: ReactNode; content: ReactNode }[];
}

export function Tabs({ label, defaultValue, value, onChange, tabs }: TabsProps) {
  const chosen = value === undefined ? { defaultValue: defaultValue ?? tabs[0]?.value } : { value };
  return (
    <BaseTabs.Root {...chosen} onValueChange={(next) => typeof next === 'string' && onChange?.(next)}>
      <BaseTabs.List aria-label={label} className="flex gap-1 overflow-x-auto border-b px-2">
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 whitespace-nowrap border-transparent border-b-2 px-2 text-muted-foreground text-sm -outline-offset-2 hover:text-foreground data-active:border-accent data-active:text-foreground"
          >
            {tab.title}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="-outline-offset-2">
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
