import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { decideConflict } from './decide-conflict.ts';
import {
  clientPage,
  clientView,
  conflictCounts,
  conflictPage,
  decideConflictInput,
  decideConflictOutput,
  decisionOutput,
  listClientsInput,
  listConflictsInput,
  listPeopleInput,
  mergeInput,
  personPage,
  readSubjectInput,
  splitInput,
  undoInput,
  undoOutput,
} from './identity.schema.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { listClients, readClient } from './list-clients.ts';
import { countConflicts, listConflicts } from './list-conflicts.ts';
import { listPeople } from './list-people.ts';
import { mergeSubjects } from './merge-subjects.ts';
import { splitSubject } from './split-subject.ts';
import { undoDecision } from './undo-decision.ts';

export const makeIdentityRouter = (deps: IdentityDeps) =>
  router({
    clients: permissionedProcedure('client.read')
      .input(listClientsInput)
      .output(clientPage)
      .query(({ ctx, input }) => listClients(ctx.tenant, input, deps)),
    client: permissionedProcedure('client.read')
      .input(readSubjectInput)
      .output(clientView)
      .query(({ ctx, input }) => readClient(ctx.tenant, input, deps)),
    people: permissionedProcedure('client.read')
      .input(listPeopleInput)
      .output(personPage)
      .query(({ ctx, input }) => listPeople(ctx.tenant, input, deps)),
    conflicts: permissionedProcedure('device.read')
      .input(listConflictsInput)
      .output(conflictPage)
      .query(({ ctx, input }) => listConflicts(ctx.tenant, input, deps)),
    conflictCounts: permissionedProcedure('device.read')
      .output(conflictCounts)
      .query(({ ctx }) => countConflicts(ctx.tenant, deps)),
    merge: permissionedProcedure('device.edit')
      .input(mergeInput)
      .output(decisionOutput)
      .mutation(({ ctx, input }) => mergeSubjects(ctx.tenant, input, deps)),
    split: permissionedProcedure('device.edit')
      .input(splitInput)
      .output(decisionOutput)
      .mutation(({ ctx, input }) => splitSubject(ctx.tenant, input, deps)),
    undo: permissionedProcedure('device.edit')
      .input(undoInput)
      .output(undoOutput)
      .mutation(({ ctx, input }) => undoDecision(ctx.tenant, input, deps)),
    decide: permissionedProcedure('device.edit')
      .input(decideConflictInput)
      .output(decideConflictOutput)
      .mutation(({ ctx, input }) => decideConflict(ctx.tenant, input, deps)),
  });
