// Technicians: by number or by name of the user, and the role they work in.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutotaskContext } from './auth.ts';
import { type Filter, queryAll, queryPage } from './entity-query.ts';
import { deskRoleShape, resourceShape } from './vendor-shapes.ts';

/** @throws ConnectorError `invalid-input` for a name that no active resource has */
export async function findResource(context: AutotaskContext, member: string): Promise<number> {
  if (/^(0|[1-9]\d{0,17})$/.test(member)) return Number(member);
  const found = await resourceByName(context, member);
  if (found !== null) return found;
  throw new ConnectorError(
    'invalid-input',
    `Autotask has no active resource with the user name "${member.slice(0, 60)}".`,
  );
}

/** By user name or e-mail address; null = there is none. */
export async function resourceByName(context: AutotaskContext, name: string): Promise<number | null> {
  const named: Filter = {
    op: 'or',
    items: [
      { op: 'eq', field: 'userName', value: name },
      { op: 'eq', field: 'email', value: name },
    ],
  };
  const query = {
    entity: 'Resources',
    shape: resourceShape,
    filter: [{ op: 'eq', field: 'isActive', value: true }, named] satisfies Filter[],
    action: 'look for a resource',
  };
  const { items } = await queryPage(context, query, { limit: 1 });
  return items[0]?.id ?? null;
}

/** The resource's own service desk role, its default one first. @throws ConnectorError `invalid-input` */
export async function deskRole(context: AutotaskContext, resource: number): Promise<number> {
  const roles = await queryAll(context, {
    entity: 'ResourceServiceDeskRoles',
    shape: deskRoleShape,
    filter: [
      { op: 'eq', field: 'resourceID', value: resource },
      { op: 'eq', field: 'isActive', value: true },
    ],
    action: `read the service desk roles of resource ${resource}`,
  });
  const role = roles.find((one) => one.isDefault === true || one.isDefault === 1) ?? roles[0];
  if (role) return role.roleID;
  throw new ConnectorError(
    'invalid-input',
    `Resource ${resource} has no active service desk role, so Autotask takes no tickets or time for it.`,
    { maybeApplied: false },
  );
}
