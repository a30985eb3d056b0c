// Accounts over the API: a list of contract, permission and one call each.
import { z } from 'zod';
import { permissionedProcedure, publicProcedure, router, signedInProcedure } from '#server/platform/trpc.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { choosePasswordInput } from './choose-password.schema.ts';
import { choosePassword } from './choose-password.ts';
import { completeSetupInput } from './complete-setup.schema.ts';
import { completeSetup } from './complete-setup.ts';
import { inviteMember, makePasswordLink } from './invite-member.ts';
import { changeMemberRole, listMembers, removeMember, renameOrg } from './manage-members.ts';
import { listSessions, revokeOtherSessions, revokeSession, signOut } from './manage-sessions.ts';
import { changeRoleInput, invitedMember, inviteMemberInput, memberInput, memberView } from './members.schema.ts';
import { orgView, renameOrgInput } from './orgs.schema.ts';
import { revokeSessionInput, sessionView } from './sessions.schema.ts';

const ownAccount = 'about the signed-in person, in no org';

export const makeAccountsRouter = (deps: AccountsDeps) =>
  router({
    me: signedInProcedure(ownAccount)
      .output(z.object({ id: z.uuid(), email: z.string(), name: z.string() }))
      .query(({ ctx }) => ({ id: ctx.session.userId, email: ctx.session.email, name: ctx.session.name })),
    listOrgs: signedInProcedure(ownAccount)
      .output(z.array(orgView))
      .query(({ ctx }) => deps.members.listOrgsOf(ctx.session.userId)),
    listSessions: signedInProcedure(ownAccount)
      .output(z.array(sessionView))
      .query(({ ctx }) => listSessions(ctx.session, deps)),
    revokeSession: signedInProcedure(ownAccount)
      .input(revokeSessionInput)
      .mutation(({ ctx, input }) => revokeSession(ctx.session, input, deps)),
    revokeOtherSessions: signedInProcedure(ownAccount).mutation(({ ctx }) => revokeOtherSessions(ctx.session, deps)),
    signOut: signedInProcedure(ownAccount).mutation(({ ctx }) => signOut(ctx.session, deps)),

    currentOrg: permissionedProcedure('org.read')
      .output(z.object({ id: z.uuid(), role: orgView.shape.role }))
      .query(({ ctx }) => ({ id: ctx.tenant.orgId, role: z.enum(orgView.shape.role.options).parse(ctx.tenant.role) })),
    renameOrg: permissionedProcedure('org.update')
      .input(renameOrgInput)
      .output(orgView.omit({ role: true }))
      .mutation(({ ctx, input }) => renameOrg(ctx.tenant, input, deps)),

    listMembers: permissionedProcedure('member.read')
      .output(z.array(memberView))
      .query(({ ctx }) => listMembers(ctx.tenant, deps)),
    inviteMember: permissionedProcedure('member.manage')
      .input(inviteMemberInput)
      .output(invitedMember)
      .mutation(({ ctx, input }) => inviteMember(ctx.tenant, input, deps)),
    makePasswordLink: permissionedProcedure('member.manage')
      .input(memberInput)
      .output(z.object({ passwordToken: z.string() }))
      .mutation(({ ctx, input }) => makePasswordLink(ctx.tenant, input, deps)),
    changeMemberRole: permissionedProcedure('member.manage')
      .input(changeRoleInput)
      .output(memberView)
      .mutation(({ ctx, input }) => changeMemberRole(ctx.tenant, input, deps)),
    removeMember: permissionedProcedure('member.manage')
      .input(memberInput)
      .mutation(({ ctx, input }) => removeMember(ctx.tenant, input, deps)),

    choosePassword: publicProcedure('the one-time link is the proof')
      .input(choosePasswordInput)
      .mutation(({ input }) => choosePassword(input, deps)),
    completeSetup: publicProcedure('the one-time token is the proof; gone after the first run')
      .input(completeSetupInput)
      .output(z.object({ slug: z.string() }))
      .mutation(({ input }) => completeSetup(input, deps)),
  });
