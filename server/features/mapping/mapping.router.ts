import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { checkMapping } from './check-mapping.ts';
import {
  clientChoices,
  clientMappingPage,
  listClientChoicesInput,
  readClientMappingInput,
  saveClientMappingInput,
  saveClientMappingOutput,
} from './client-mapping.schema.ts';
import type { MappingDeps } from './mapping-deps.ts';
import {
  peopleMapping,
  readPeopleMappingInput,
  savePeopleMappingInput,
  savePeopleMappingOutput,
} from './people-mapping.schema.ts';
import { readPeopleMapping, savePeopleMapping } from './people-mapping.ts';
import { listClientChoices, readClientMapping } from './read-client-mapping.ts';
import { mappingView, readMappingInput } from './read-mapping.schema.ts';
import { readMapping } from './read-mapping.ts';
import { saveClientMapping } from './save-client-mapping.ts';
import {
  checkMappingInput,
  checkMappingOutput,
  saveMappingInput,
  saveMappingOutput,
  suggestMappingInput,
  suggestMappingOutput,
} from './save-mapping.schema.ts';
import { saveMapping } from './save-mapping.ts';
import { suggestMapping } from './suggest-mapping.ts';

export const makeMappingRouter = (deps: MappingDeps) =>
  router({
    read: permissionedProcedure('connection.read')
      .input(readMappingInput)
      .output(mappingView)
      .query(({ ctx, input }) => readMapping(ctx.tenant, input, deps)),
    save: permissionedProcedure('connection.manage')
      .input(saveMappingInput)
      .output(saveMappingOutput)
      .mutation(({ ctx, input }) => saveMapping(ctx.tenant, input, deps)),
    suggest: permissionedProcedure('connection.manage')
      .input(suggestMappingInput)
      .output(suggestMappingOutput)
      .mutation(({ ctx, input }) => suggestMapping(ctx.tenant, input, deps)),
    check: permissionedProcedure('connection.test')
      .input(checkMappingInput)
      .output(checkMappingOutput)
      .mutation(({ ctx, input }) => checkMapping(ctx.tenant, input, deps)),
    readClients: permissionedProcedure('connection.read')
      .input(readClientMappingInput)
      .output(clientMappingPage)
      .query(({ ctx, input }) => readClientMapping(ctx.tenant, input, deps)),
    clientChoices: permissionedProcedure('client.read')
      .input(listClientChoicesInput)
      .output(clientChoices)
      .query(({ ctx, input }) => listClientChoices(ctx.tenant, input, deps)),
    saveClients: permissionedProcedure('client.edit')
      .input(saveClientMappingInput)
      .output(saveClientMappingOutput)
      .mutation(({ ctx, input }) => saveClientMapping(ctx.tenant, input, deps)),
    readPeople: permissionedProcedure('member.read')
      .input(readPeopleMappingInput)
      .output(peopleMapping)
      .query(({ ctx, input }) => readPeopleMapping(ctx.tenant, input, deps)),
    savePeople: permissionedProcedure('client.edit')
      .input(savePeopleMappingInput)
      .output(savePeopleMappingOutput)
      .mutation(({ ctx, input }) => savePeopleMapping(ctx.tenant, input, deps)),
  });
