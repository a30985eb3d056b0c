// The people to whom tickets can be assigned, page by page.
import { collectPages } from '#connectors/sdk/http/paging.ts';
import { type BmsContext, listBms } from './client.ts';
import { type AssigneeRow, assigneeShape } from './vendor-shapes.ts';

const pageSize = 100;

export const listAssignees = (context: BmsContext): Promise<AssigneeRow[]> =>
  collectPages(
    {
      maxPages: 50,
      fetchPage: async (cursor) => {
        const page = Number(cursor ?? 1);
        const { rows } = await listBms(context, assigneeShape, {
          action: 'read the assignees',
          path: '/hr/assignees/lookup',
          query: { PageSize: pageSize, PageNumber: page },
        });
        return { items: rows, next: rows.length < pageSize ? null : String(page + 1) };
      },
    },
    ({ Id }) => String(Id),
  );
