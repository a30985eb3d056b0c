import { AppError } from '#server/platform/errors.ts';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { downloadedScript, downloadScriptInput } from './download-script.schema.ts';
import { connectionScripts, listConnectionScriptsInput } from './list-connection-scripts.schema.ts';

// The contract stands; what answers it follows in this folder.
const notYet = (): never => {
  throw new AppError('UNSUPPORTED', { message: 'This part of MSPclaw is not finished.' });
};

export const makeScriptsRouter = (_deps: object) =>
  router({
    ofConnection: permissionedProcedure('connection.read')
      .input(listConnectionScriptsInput)
      .output(connectionScripts)
      .query(notYet),
    download: permissionedProcedure('playbook.read').input(downloadScriptInput).output(downloadedScript).query(notYet),
  });
