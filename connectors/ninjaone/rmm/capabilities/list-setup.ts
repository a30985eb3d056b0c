// board.list, status.list, priority.list and category.list. What we call a board, the place where a new ticket goes with
// fields of its own, is a ticket form here; NinjaOne's boards are saved views.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { NinjaContext } from '../auth.ts';
import { categories } from '../ticket-fields.ts';
import { priorities } from '../ticket-transform.ts';
import { listForms, listStatuses } from '../ticketing.ts';

export async function listBoard(context: NinjaContext): Promise<CapabilityOutput<'board.list'>> {
  const forms = await listForms(context);
  return { items: forms.map(({ id, name, active }) => ({ id: String(id), name, isActive: active !== false })) };
}

export const listStatus = async (context: NinjaContext): Promise<CapabilityOutput<'status.list'>> => ({
  items: await listStatuses(context),
});

/** Words of the API itself; but an instance without tickets has none, and says so. */
export async function listPriority(context: NinjaContext): Promise<CapabilityOutput<'priority.list'>> {
  await listForms(context);
  return { items: priorities };
}

export async function listCategory(context: NinjaContext): Promise<CapabilityOutput<'category.list'>> {
  await listForms(context);
  return { items: categories };
}
