'use client';
// What it is, what was checked, what to do next: each sentence with the recorded answers it rests on.
import { CircleHelp, Gauge, Workflow } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useRoutes } from '#components/lib/console-context.tsx';
import { EvidenceChip } from '#components/shared/evidence-sheet.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from '#components/ui/card.tsx';
import { Empty } from '#components/ui/empty.tsx';
import type { EvidenceSummary, TriageView } from '#server/features/inbox/read-incident.schema.ts';

interface TriageCardProps {
  triage: TriageView | null;
  evidence: EvidenceSummary[];
}

export function TriageCard({ triage, evidence }: TriageCardProps) {
  if (!triage) {
    return (
      <Card>
        <CardHeader>
          <CardTitle>Triage</CardTitle>
        </CardHeader>
        <Empty icon={CircleHelp} title="Not triaged yet">
          The worker reads the incident, asks the connected systems and writes down what it found.
        </Empty>
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader>
        <CardTitle>Triage</CardTitle>
        <div className="flex flex-wrap items-center gap-1.5">
          <Badge tone="outline">{triage.category}</Badge>
          <Badge tone="outline">{triage.priority}</Badge>
          <Confidence value={triage.confidence} />
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        <p className="text-pretty text-base leading-6">{triage.summary}</p>
        <Statements statements={triage.statements} evidence={evidence} />
        <div className="grid gap-4 sm:grid-cols-2">
          {triage.nextActions.length > 0 && (
            <Section title="Next">
              <ol className="list-decimal space-y-1 pl-5">
                {triage.nextActions.map((action) => (
                  <li key={action}>{action}</li>
                ))}
              </ol>
            </Section>
          )}
          {triage.matches.length > 0 && (
            <Section title="Looks like">
              <ul className="space-y-1">
                {triage.matches.map((match) => (
                  <li key={`${match.kind}${match.title}`} className="flex items-baseline justify-between gap-2">
                    <span className="min-w-0">{match.title}</span>
                    {match.score !== null && (
                      <span className="text-muted-foreground text-xs tabular-nums">
                        {Math.round(match.score * 100)} %
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      </CardContent>
      <CardFooter className="justify-between text-muted-foreground text-xs">
        <ProposedPlaybook playbook={triage.playbook} />
        <span>
          {methodOf(triage.method)} · <RelativeTime at={triage.createdAt} />
        </span>
      </CardFooter>
    </Card>
  );
}

const methodOf = (method: string): string =>
  method === 'rules' ? 'By rules and knowledge, no model configured' : `By ${method}`;

function Confidence({ value }: { value: number | null }) {
  if (value === null) {
    return (
      <Badge tone="unsure">
        <CircleHelp aria-hidden /> Abstained: too little to go by
      </Badge>
    );
  }
  const tone = value >= 0.8 ? 'ok' : value >= 0.5 ? 'wait' : 'bad';
  const word = value >= 0.8 ? 'sure' : value >= 0.5 ? 'fairly sure' : 'unsure';
  return (
    <Badge tone={tone}>
      <Gauge aria-hidden /> {Math.round(value * 100)} % {word}
    </Badge>
  );
}

function Statements({ statements, evidence }: { statements: TriageView['statements']; evidence: EvidenceSummary[] }) {
  const titles = new Map(evidence.map((entry) => [entry.id, entry.title]));
  if (statements.length === 0) return null;
  return (
    <Section title="What was checked">
      <ul className="space-y-2">
        {statements.map((statement) => (
          <li key={statement.text} className="border-l-2 pl-3">
            <p className="text-pretty">{statement.text}</p>
            <div className="mt-1 flex flex-wrap gap-1">
              {statement.evidence.map((id) => (
                <EvidenceChip key={id} evidenceId={id} title={titles.get(id) ?? 'Recorded answer'} />
              ))}
              {statement.evidence.length === 0 && (
                <span className="text-2xs text-muted-foreground">no recorded answer</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProposedPlaybook({ playbook }: { playbook: TriageView['playbook'] }) {
  const routes = useRoutes();
  if (!playbook) return <span>No playbook proposed</span>;
  return (
    <Link
      href={routes.playbook(playbook.slug)}
      className="inline-flex items-center gap-1.5 text-accent hover:underline"
    >
      <Workflow aria-hidden className="size-3.5" /> {playbook.title}
    </Link>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-1.5 font-medium text-muted-foreground text-xs">{title}</h3>
    {children}
  </section>
);
