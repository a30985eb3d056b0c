// Before a key is typed: what this connector does and does not, and the least it must be allowed there.
import { Check, KeyRound, X } from 'lucide-react';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardHeader, CardTitle } from '#components/ui/card.tsx';
import type { ConnectorView } from '#server/features/connections/connection.schema.ts';

export function ConnectorFacts({ connector }: { connector: ConnectorView }) {
  const titles = new Map(connector.can.map(({ capability, title }) => [capability, title]));
  return (
    <div className="min-w-0 space-y-4">
      <Card aria-label="What it must be allowed">
        <CardHeader>
          <CardTitle className="inline-flex items-center gap-2">
            <KeyRound aria-hidden className="size-4 text-muted-foreground" /> What the key must be allowed
          </CardTitle>
        </CardHeader>
        <CardContent>
          {connector.permissions.length === 0 ? (
            <p className="text-muted-foreground text-sm">This connector does not list single permissions.</p>
          ) : (
            <>
              <p className="mb-3 text-muted-foreground text-xs leading-5">
                Only these; each says what it is for. Without one, the rest still works.
              </p>
              <ul className="space-y-3">
                {connector.permissions.map((permission) => (
                  <li key={permission.name} className="text-sm">
                    <p className="font-medium">{permission.name}</p>
                    {permission.where && <p className="text-muted-foreground text-xs">{permission.where}</p>}
                    <p className="mt-0.5 text-muted-foreground text-xs leading-5">
                      For: {permission.neededFor.map((name) => neededWord(name, titles)).join(', ')}
                    </p>
                  </li>
                ))}
              </ul>
            </>
          )}
        </CardContent>
      </Card>
      <Card aria-label="What it can do">
        <CardHeader>
          <CardTitle>What it can do</CardTitle>
          <span className="text-muted-foreground text-xs">{connector.can.length}</span>
        </CardHeader>
        <CardContent>
          <ul className="grid grid-cols-1 gap-x-4 gap-y-1.5 text-sm sm:grid-cols-2 lg:grid-cols-1 2xl:grid-cols-2">
            {connector.can.map(({ capability, title, effect }) => (
              <li key={capability} className="flex items-start gap-2">
                <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
                <span className="min-w-0 flex-1">{title}</span>
                {effect !== 'read' && <StateBadge kind="effect" value={effect} />}
              </li>
            ))}
          </ul>
        </CardContent>
      </Card>
      {connector.cannot.length > 0 && (
        <Card aria-label="What it cannot do">
          <CardHeader>
            <CardTitle>What it cannot do</CardTitle>
            <span className="text-muted-foreground text-xs">{connector.cannot.length}</span>
          </CardHeader>
          <CardContent>
            <ul className="space-y-2 text-sm">
              {connector.cannot.map(({ capability, title, why }) => (
                <li key={capability} className="flex items-start gap-2">
                  <X aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
                  <span className="min-w-0">
                    {title}
                    <span className="block text-muted-foreground text-xs leading-5">{why}</span>
                  </span>
                </li>
              ))}
            </ul>
          </CardContent>
        </Card>
      )}
      <p className="flex flex-wrap gap-1.5 text-muted-foreground text-xs">
        <Badge tone="outline">{connector.hasWebhook ? 'Sends webhooks' : 'No webhooks'}</Badge>
        {connector.canRegisterWebhook && <Badge tone="outline">We set them up</Badge>}
        {connector.pollsEverySeconds !== null && (
          <Badge tone="outline">Asked every {connector.pollsEverySeconds} s</Badge>
        )}
      </p>
    </div>
  );
}

const neededWord = (name: string, titles: ReadonlyMap<string, string>): string => {
  if (name === 'connection') return 'everything';
  if (name === 'webhook') return 'webhooks';
  return (titles.get(name) ?? name).toLowerCase();
};
