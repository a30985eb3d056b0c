// Every capability there is, in the words of a playbook: ids are ours. The bus translates them per connection.
import { z } from 'zod';
import {
  type CapabilityContract,
  type CapabilityName,
  capabilityContracts,
  capabilityNames,
} from '#connectors/sdk/capability-contracts.ts';
import type { CapabilityCatalog, CapabilityInfo } from '#server/engine/ports/capabilities.ts';

/** Arguments that name something of ours. */
export const ownIdArguments = ['device', 'ticket', 'client', 'member', 'alert'] as const;
export type OwnIdArgument = (typeof ownIdArguments)[number];

const ownId = z.uuid();
/** what a person calls the ticket, beside our id of it */
const externalId = z.string();

export const isCapabilityName = (name: string): name is CapabilityName => Object.hasOwn(capabilityContracts, name);

function ownInput(name: CapabilityName): z.ZodType {
  const input: z.ZodObject = capabilityContracts[name].input;
  const changed = Object.fromEntries(
    ownIdArguments.flatMap((argument) => {
      const given: unknown = input.shape[argument];
      if (given === undefined) return [];
      return [[argument, given instanceof z.ZodOptional || given instanceof z.ZodNullable ? ownId.nullish() : ownId]];
    }),
  );
  return input.extend(changed);
}

function ownOutput(name: CapabilityName): z.ZodType {
  const output: z.ZodObject = capabilityContracts[name].output;
  return ticketOutputs.has(name) ? output.extend({ externalId }) : output;
}

export const ticketOutputs: ReadonlySet<CapabilityName> = new Set([
  'ticket.read',
  'ticket.create',
  'ticket.update',
  'ticket.assign',
  'ticket.resolve',
]);

const infos = new Map<string, CapabilityInfo>(
  capabilityNames.map((name) => {
    const { effect, idempotency, shape, title, literalInputs }: CapabilityContract = capabilityContracts[name];
    const rules = literalInputs ? { literalInputs } : {};
    return [
      name,
      { name, effect, idempotency, shape, title, ...rules, input: ownInput(name), output: ownOutput(name) },
    ];
  }),
);

export const capabilityCatalog: CapabilityCatalog = {
  get: (name) => infos.get(name),
  names: () => [...infos.keys()],
};
