import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { downloadedScript, downloadScriptInput } from './download-script.schema.ts';
import { downloadScript } from './download-script.ts';
import { connectionScripts, listConnectionScriptsInput } from './list-connection-scripts.schema.ts';
import { listConnectionScripts } from './list-connection-scripts.ts';
import type { ScriptsDeps } from './scripts-deps.ts';

export const makeScriptsRouter = (deps: ScriptsDeps) =>
  router({
    ofConnection: permissionedProcedure('connection.read')
      .input(listConnectionScriptsInput)
      .output(connectionScripts)
      .query(({ ctx, input }) => listConnectionScripts(ctx.tenant, input, deps)),
    download: permissionedProcedure('playbook.read')
      .input(downloadScriptInput)
      .output(downloadedScript)
      .query(({ ctx, input }) => downloadScript(ctx.tenant, input, deps)),
  });
