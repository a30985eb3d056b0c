import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import {
  deviceView,
  listClientsOutput,
  listDevicesInput,
  listDevicesOutput,
  readDeviceInput,
} from './list-devices.schema.ts';
import { type DevicesDeps, listClients, listDevices } from './list-devices.ts';
import { readDevice } from './read-device.ts';

export const makeDevicesRouter = (deps: DevicesDeps) =>
  router({
    list: permissionedProcedure('device.read')
      .input(listDevicesInput)
      .output(listDevicesOutput)
      .query(({ ctx, input }) => listDevices(ctx.tenant, input, deps)),
    read: permissionedProcedure('device.read')
      .input(readDeviceInput)
      .output(deviceView)
      .query(({ ctx, input }) => readDevice(ctx.tenant, input, deps)),
    clients: permissionedProcedure('client.read')
      .output(listClientsOutput)
      .query(({ ctx }) => listClients(ctx.tenant, deps)),
  });
