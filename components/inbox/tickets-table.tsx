'use client';
import { type ReactNode, useRef } from 'react';
import { useRowKeys } from '#components/lib/use-row-keys.ts';
import { Table, TableHead } from '#components/ui/table.tsx';

interface TicketsTableProps {
  hasClocks: boolean;
  /** what the last columns are called */
  lastColumns: readonly string[];
  children: ReactNode;
}

export function TicketsTable({ hasClocks, lastColumns, children }: TicketsTableProps) {
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  return (
    <div ref={list} className="md:px-3">
      <Table label="Tickets">
        <thead>
          <tr>
            <TableHead>Number</TableHead>
            <TableHead>Title</TableHead>
            {hasClocks && (
              <>
                <TableHead className="max-md:hidden">Response</TableHead>
                <TableHead className="max-md:hidden">Resolution</TableHead>
              </>
            )}
            <TableHead>Status</TableHead>
            <TableHead>Priority</TableHead>
            <TableHead>Assigned</TableHead>
            {lastColumns.map((title, index) => (
              <TableHead key={title} className={index === lastColumns.length - 1 ? 'text-right' : undefined}>
                {title}
              </TableHead>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </Table>
    </div>
  );
}
