import { type SQL, sql } from 'drizzle-orm'

/** The account of an export, and the voter it votes as. */
export type Whose = { me: SQL; voter: SQL }

/** One section of an export: its title and its rows. */
export type Section = { title: string; rows: (whose: Whose) => SQL }

/** The account itself, and everything that opens it. */
export const accountSections = {
  account: {
    title: 'Account',
    rows: ({ me }) => sql`
      select handle, about, email, role, art, password_hash is not null as has_password, keyboard, hide_seen, mail_replies, mail_digest,
             digest_at, feed_version > 0 as had_private_feed, last_visit_at, handle_changed_at, banned_until, ban_reason, created_at
        from users where id = ${me}`,
  },
  old_handles: {
    title: 'Handles you had before',
    rows: ({ me }) =>
      sql`select handle, created_at as until from old_handles where user_id = ${me} order by created_at`,
  },
  ssh_keys: {
    title: 'SSH keys',
    rows: ({ me }) => sql`
      select type, encode(blob, 'base64') as key, fingerprint, comment, proven, created_at, used_at from ssh_keys where user_id = ${me} order by id`,
  },
  key_codes: {
    title: 'Code to add an SSH key',
    rows: ({ me }) => sql`select created_at, expires_at from key_codes where user_id = ${me}`,
  },
  passkeys: {
    title: 'Passkeys',
    rows: ({ me }) => sql`
      select name, encode(credential_id, 'base64') as credential_id, encode(public_key, 'base64') as public_key, transports, counter, created_at, used_at
        from passkeys where user_id = ${me} order by id`,
  },
  two_step_sign_in: {
    title: 'Two-step sign-in',
    rows: ({ me }) => sql`
      select a.created_at, a.confirmed_at,
             (select count(*) from recovery_codes c where c.user_id = a.user_id and c.used_at is null) as recovery_codes_left,
             (select json_agg(c.used_at order by c.used_at) from recovery_codes c where c.user_id = a.user_id and c.used_at is not null) as recovery_codes_used_at
        from authenticators a where a.user_id = ${me}`,
  },
  security_events: {
    title: 'Changes to how you sign in',
    rows: ({ me }) =>
      sql`select event, detail, by, created_at from security_events where user_id = ${me} order by id`,
  },
  sign_ins_elsewhere: {
    title: 'Accounts elsewhere that sign you in',
    rows: ({ me }) =>
      sql`select provider, provider_account_id, created_at from accounts where user_id = ${me}`,
  },
  sessions: {
    title: 'Sessions',
    rows: ({ me }) =>
      sql`
        select user_agent, created_at, seen_at, expires_at, confirmed_at, factored
        from sessions
        where user_id = ${me}
        order by created_at`,
  },
  api_tokens: {
    title: 'API tokens',
    rows: ({ me }) =>
      sql`
        select name, scopes, expires_at, created_at, used_at
        from api_tokens
        where user_id = ${me}
        order by id`,
  },
  mail_links: {
    title: 'Links mailed to you',
    rows: ({ me }) =>
      sql`
        select purpose, email, created_at, expires_at, used_at
        from mail_tokens
        where user_id = ${me}
        order by created_at`,
  },
  counts: {
    title: 'Your page’s counts',
    rows: ({ me }) => sql`select bemoanings, comments, remedies from author_counts where user_id = ${me}`,
  },
} as const satisfies Record<string, Section>
