import { CircleCheck, FileSearch, type LucideIcon, ShieldCheck, Workflow } from 'lucide-react';
import Link from 'next/link';
import { publicRoutes } from '#components/lib/routes.ts';
import { buttonVariants } from '#components/ui/button.tsx';

const points: { icon: LucideIcon; title: string; text: string }[] = [
  {
    icon: FileSearch,
    title: 'Reads before it speaks',
    text: 'An alert becomes an incident with what was checked: every sentence opens the recorded answer it rests on.',
  },
  {
    icon: Workflow,
    title: 'Acts through what you have',
    text: 'Playbooks in YAML run scripts through your RMM and write notes in your PSA. Those stay the system of record.',
  },
  {
    icon: ShieldCheck,
    title: 'Asks first, proves after',
    text: 'Where a playbook asks, a person approves the exact plan. A fix is proved by reading the device again, not by an exit code.',
  },
];

export default function LandingPage() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-5xl flex-col px-6">
      <header className="flex items-center justify-between py-6">
        <span className="font-semibold text-base">MSPclaw</span>
        <Link href={publicRoutes.signIn} className={buttonVariants()}>
          Sign in
        </Link>
      </header>
      <div className="flex flex-1 flex-col justify-center gap-12 py-12">
        <div className="max-w-2xl space-y-5">
          <h1 className="text-balance font-semibold text-4xl leading-[1.1] tracking-tight sm:text-5xl">
            Alerts that arrive already looked into.
          </h1>
          <p className="text-pretty text-base text-muted-foreground leading-7 sm:text-lg">
            Open source, on the PSA and RMM you already have, one Postgres. MSPclaw triages what comes in, runs the fix
            you agreed to, checks that it worked and hands the rest to the right engineer with everything known.
          </p>
          <Link href={publicRoutes.signIn} className={buttonVariants({ variant: 'primary', size: 'lg' })}>
            Open the console
          </Link>
        </div>
        <ul className="grid gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-3">
          {points.map(({ icon: Icon, title, text }) => (
            <li key={title} className="space-y-2 bg-surface p-5">
              <Icon aria-hidden className="size-5 text-accent" />
              <h2 className="font-semibold">{title}</h2>
              <p className="text-pretty text-muted-foreground leading-6">{text}</p>
            </li>
          ))}
        </ul>
      </div>
      <footer className="flex items-center gap-1.5 py-6 text-muted-foreground text-xs">
        <CircleCheck aria-hidden className="size-3.5" /> Works with no model at all; with a key it reasons through the
        same tools.
      </footer>
    </main>
  );
}
