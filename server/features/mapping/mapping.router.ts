import { AppError } from '#server/platform/errors.ts';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import {
  clientChoices,
  clientMappingPage,
  listClientChoicesInput,
  readClientMappingInput,
  saveClientMappingInput,
  saveClientMappingOutput,
} from './client-mapping.schema.ts';
import {
  peopleMapping,
  readPeopleMappingInput,
  savePeopleMappingInput,
  savePeopleMappingOutput,
} from './people-mapping.schema.ts';
import { mappingView, readMappingInput } from './read-mapping.schema.ts';
import {
  checkMappingInput,
  checkMappingOutput,
  saveMappingInput,
  saveMappingOutput,
  suggestMappingInput,
  suggestMappingOutput,
} from './save-mapping.schema.ts';

// The contract stands; what answers it follows in this folder.
const notYet = (): never => {
  throw new AppError('UNSUPPORTED', { message: 'This part of MSPclaw is not finished.' });
};

export const makeMappingRouter = (_deps: object) =>
  router({
    read: permissionedProcedure('connection.read').input(readMappingInput).output(mappingView).query(notYet),
    save: permissionedProcedure('connection.manage').input(saveMappingInput).output(saveMappingOutput).mutation(notYet),
    suggest: permissionedProcedure('connection.manage')
      .input(suggestMappingInput)
      .output(suggestMappingOutput)
      .mutation(notYet),
    check: permissionedProcedure('connection.test')
      .input(checkMappingInput)
      .output(checkMappingOutput)
      .mutation(notYet),
    readClients: permissionedProcedure('connection.read')
      .input(readClientMappingInput)
      .output(clientMappingPage)
      .query(notYet),
    clientChoices: permissionedProcedure('client.read')
      .input(listClientChoicesInput)
      .output(clientChoices)
      .query(notYet),
    saveClients: permissionedProcedure('client.edit')
      .input(saveClientMappingInput)
      .output(saveClientMappingOutput)
      .mutation(notYet),
    readPeople: permissionedProcedure('member.read').input(readPeopleMappingInput).output(peopleMapping).query(notYet),
    savePeople: permissionedProcedure('client.edit')
      .input(savePeopleMappingInput)
      .output(savePeopleMappingOutput)
      .mutation(notYet),
  });
