// What the numbers and names of a ticket are called: read once a call, and asked for by every part of it.
import type { Ref, Status } from '#connectors/sdk/nouns.ts';
import type { NinjaContext } from './auth.ts';
import { organizationNames } from './organizations.ts';
import { listTechnicians, nameOf } from './people.ts';
import { listForms, listStatuses } from './ticketing.ts';

export interface Names {
  ref(id: number | null | undefined): Ref | null;
  /** null when nobody, or more than one, is called that */
  byName(name: string | null | undefined): Ref | null;
}

export interface TicketWords {
  statuses: ReadonlyMap<string, Status>;
  organizations: Names;
  technicians: Names;
  forms: Names;
}

export async function ticketWords(context: NinjaContext): Promise<TicketWords> {
  const [statuses, organizations, technicians, forms] = await Promise.all([
    listStatuses(context),
    organizationNames(context),
    listTechnicians(context),
    listForms(context),
  ]);
  return {
    statuses: new Map(statuses.map((status) => [status.id, status])),
    organizations: namesOf(organizations),
    technicians: namesOf(new Map(technicians.map((user) => [user.id, nameOf(user)]))),
    forms: namesOf(new Map(forms.map((form) => [form.id, form.name]))),
  };
}

function namesOf(names: ReadonlyMap<number, string>): Names {
  const ref: Names['ref'] = (id) =>
    id === null || id === undefined ? null : { id: String(id), name: names.get(id) ?? null };
  return {
    ref,
    byName: (name) => {
      const found = [...names].filter(([, one]) => one.trim() === name?.trim());
      return found.length === 1 && found[0] ? ref(found[0][0]) : null;
    },
  };
}
