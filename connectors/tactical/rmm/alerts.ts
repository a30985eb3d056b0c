// Alerts: the list is a PATCH that reads. An empty body would give every alert there ever was, so a filter is always sent.
import { z } from 'zod';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { type TacticalContext, tactical } from './client.ts';
import { type AlertRow, alertShape } from './vendor-shapes.ts';

/** `resolvedFilter: true` does not mean "only resolved": it lets the resolved ones in. */
interface AlertFilter {
  resolvedFilter: boolean;
  snoozedFilter: boolean;
  /** days back */
  timeFilter?: number;
}

export const listAlertRows = (context: TacticalContext, filter: AlertFilter): Promise<AlertRow[]> =>
  tactical.read(context, z.array(alertShape), {
    action: 'list alerts',
    method: 'PATCH',
    mutates: false,
    path: '/alerts/',
    json: filter,
  });

export const readAlertRow = (context: TacticalContext, alert: string): Promise<AlertRow> =>
  tactical.read(context, alertShape, { action: `read alert ${numberPart(alert, 'alert')}`, path: `/alerts/${alert}/` });
