import { type SQL, sql } from 'drizzle-orm'
import { accountSections, type Section } from './account-sections'

/** Acts of moderation on a person and their texts, by the index of each kind of subject. */
const actsOn = (me: SQL): SQL => sql`
  select id from moderations where user_id = ${me}
   union select m.id from comments c join moderations m on m.comment_id = c.id where c.author_id = ${me}
   union select m.id from bemoanings b join moderations m on m.bemoaning_id = b.id where b.author_id = ${me}
   union select m.id from tag_proposals p join moderations m on m.tag_proposal_id = p.id and m.tag_proposal_id is not null where p.proposer_id = ${me}`

/**
 * Everything that the database holds about a person, by section. About others it holds only the ids of the subjects and
 * handles that the person chose. Secrets are left out: hashes, tokens, and sealed values.
 */
export const sections = {
  ...accountSections,
  bemoanings: {
    title: 'Bemoanings',
    rows: ({ me }) => sql`
      select b.id, b.anonymous, b.body, b.details, b.ending, b.ended_at, r.status, r.state, r.bemoan, r.self_inflicted, r.comments, r.bites,
             array(select t.name from bemoaning_tags bt join tags t on t.id = bt.tag_id where bt.bemoaning_id = b.id order by t.name) as tags,
             b.merged_into, b.remedy_id as remedy, b.version, b.created_at, b.edited_at, b.locked_at,
             (select json_agg(json_build_object('version', v.version, 'body', v.body, 'details', v.details, 'until', v.created_at) order by v.version)
                from bemoaning_revisions v where v.bemoaning_id = b.id) as earlier_versions
        from bemoanings b join bemoaning_ranks r on r.id = b.id where b.author_id = ${me} order by b.id`,
  },
  comments: {
    title: 'Comments',
    rows: ({ me }) => sql`
      select c.id, c.bemoaning_id as bemoaning, c.post_slug as post, c.parent_id as answers, c.body, c.votes,
             exists (select 1 from bemoanings b where b.id = c.bemoaning_id and b.remedy_id = c.id) as remedy,
             c.version, c.created_at, c.edited_at, c.deleted_at, c.removed_at,
             (select json_agg(json_build_object('version', v.version, 'body', v.body, 'until', v.created_at) order by v.version)
                from comment_revisions v where v.comment_id = c.id) as earlier_versions
        from comments c where c.author_id = ${me} order by c.id`,
  },
  votes: {
    title: 'Votes',
    rows: ({ voter }) =>
      sql`
        select bemoaning_id as bemoaning, kind, created_at
        from votes
        where voter_id = ${voter}
        order by created_at`,
  },
  voter: {
    title: 'Whether your votes affect the ranking',
    rows: ({ voter }) => sql`select damped_at, spared from voters where id = ${voter}`,
  },
  networks: {
    title: 'Networks you voted from, as numbers that only we can make',
    rows: ({ voter }) =>
      sql`select day, network::text from voter_networks where voter_id = ${voter} order by 1, 2`,
  },
  comment_votes: {
    title: 'Comments you called “so true”',
    rows: ({ me }) =>
      sql`
        select comment_id as comment, created_at
        from comment_votes
        where user_id = ${me}
        order by created_at`,
  },
  visitors: {
    title: 'Browsers whose votes became yours',
    rows: ({ me }) =>
      sql`
        select created_at, claimed_at,
          exists (select 1 from key_visitors k where k.voter_id = visitors.voter_id) as by_ssh_key
        from visitors
        where claimed_by = ${me}
        order by claimed_at`,
  },
  bites: {
    title: 'Bemoanings that bit you again',
    rows: ({ voter }) =>
      sql`
        select bemoaning_id as bemoaning, day, created_at
        from bites
        where voter_id = ${voter}
        order by created_at`,
  },
  saved: {
    title: 'Saved',
    rows: ({ me }) =>
      sql`select bemoaning_id as bemoaning, created_at from saved where user_id = ${me} order by created_at`,
  },
  seen: {
    title: 'Seen lately',
    rows: ({ me }) =>
      sql`select bemoaning_id as bemoaning, created_at from seen where user_id = ${me} order by created_at`,
  },
  tags: {
    title: 'Tags you follow or muted',
    rows: ({ me }) => sql`
      select t.name as tag, c.choice, c.created_at from tag_choices c join tags t on t.id = c.tag_id where c.user_id = ${me} order by 1`,
  },
  followed_people: {
    title: 'People you follow',
    rows: ({ me }) => sql`
      select u.handle, f.created_at from user_follows f join users u on u.id = f.followed_id where f.user_id = ${me} order by 1`,
  },
  muted_people: {
    title: 'People you muted',
    rows: ({ me }) => sql`
      select u.handle, m.created_at from user_mutes m join users u on u.id = m.muted_id where m.user_id = ${me} order by 1`,
  },
  muted_words: {
    title: 'Words you muted',
    rows: ({ me }) => sql`select word, created_at from word_mutes where user_id = ${me} order by 1`,
  },
  threads: {
    title: 'Notification settings of threads',
    rows: ({ me }) =>
      sql`
        select bemoaning_id as bemoaning, level, created_at
        from watches
        where user_id = ${me}
        order by created_at`,
  },
  visits: {
    title: 'When you last read threads',
    rows: ({ me }) =>
      sql`
        select bemoaning_id as bemoaning, post_slug as post, since, read_at
        from thread_visits
        where user_id = ${me}
        order by read_at`,
  },
  notices: {
    title: 'Inbox',
    rows: ({ me }) => sql`
      select id, kind, bemoaning_id as bemoaning, comment_id as comment, moderation_id as act, amount, created_at, read_at
        from notices where user_id = ${me} order by id`,
  },
  deliveries: {
    title: 'Emails and push notifications to you',
    rows: ({ me }) =>
      sql`
        select channel, kind, status, attempts, created_at, done_at
        from deliveries
        where user_id = ${me}
        order by id`,
  },
  browsers: {
    title: 'Browsers that get notifications',
    rows: ({ me }) =>
      sql`select endpoint, user_agent, created_at from push_subscriptions where user_id = ${me} order by id`,
  },
  fixes_proposed: {
    title: 'Fixes you proposed',
    rows: ({ me }) => sql`
      select id, bemoaning_id as bemoaning, url, note, outcome, created_at, decided_at from fix_proposals where proposer_id = ${me} order by id`,
  },
  fixes_confirmed: {
    title: 'Fixes you confirmed',
    rows: ({ me }) =>
      sql`
        select proposal_id as proposal, created_at
        from fix_confirmations
        where user_id = ${me}
        order by created_at`,
  },
  tags_proposed: {
    title: 'Tags you proposed',
    rows: ({ me }) => sql`
      select p.id, p.name, p.label, p.why, p.bemoaning_id as bemoaning, p.outcome, t.name as tag, p.created_at, p.decided_at
        from tag_proposals p left join tags t on t.id = p.tag_id where p.proposer_id = ${me} order by p.id`,
  },
  states_said: {
    title: 'States you set',
    rows: ({ me }) => sql`
      select bemoaning_id as bemoaning, state, note, created_at from state_changes where user_id = ${me} order by id`,
  },
  verdicts: {
    title: 'Verdicts as a juror',
    rows: ({ me }) => sql`
      select bemoaning_id as bemoaning, verdict, reason, note, weight, outcome, points, created_at
        from verdicts where juror_id = ${me} and known_id is null order by id`,
  },
  juror: {
    title: 'Your record as a juror',
    rows: ({ me }) => sql`
      select judged, judged_at, publish_right, publish_wrong, reject_right, reject_wrong, points from jurors where user_id = ${me}`,
  },
  juror_months: {
    title: 'Your months as a juror',
    rows: ({ me }) => sql`select month, points from jury_months where user_id = ${me} order by month`,
  },
  juror_passes: {
    title: 'Bemoanings you skipped as a juror',
    rows: ({ me }) => sql`select number, until, seen from jury_passes where juror_id = ${me} order by number`,
  },
  // A juror's report on a pending text appears once it is decided: known texts leave no report, and its absence would
  // tell.
  reports: {
    title: 'Reports you sent',
    rows: ({ voter }) => sql`
      select bemoaning_id as bemoaning, comment_id as comment, user_id as user, reason, note, created_at from reports
       where voter_id = ${voter} and not exists (select 1 from bemoaning_ranks r where r.id = bemoaning_id and r.status = 'pending')
       order by id`,
  },
  appeals: {
    title: 'Appeals',
    rows: ({ me }) => sql`
      select k.appeal_of as act, k.appeal, k.status, k.created_at from (${actsOn(me)}) m
        join cases k on k.appeal_of = m.id order by k.id`,
  },
  moderated: {
    title: 'Moderation of you and your texts',
    rows: ({ me }) => sql`
      select m.id as act, m.action, m.bemoaning_id as bemoaning, m.comment_id as comment, m.tag_proposal_id as proposed_tag, m.reason, m.created_at,
             d.before->>'about' as removed_line
        from (${actsOn(me)}) a join moderations m on m.id = a.id left join decisions d on d.moderation_id = m.id order by m.id`,
  },
  moderator: {
    title: 'Your acts as a moderator',
    rows: ({ me }) => sql`
      select id as act, action, bemoaning_id as bemoaning, comment_id as comment, user_id as user, tag_proposal_id as proposed_tag, reason, created_at
        from moderations where moderator_id = ${me} order by id`,
  },
  case_notes: {
    title: 'Your part in cases',
    rows: ({ me }) => sql`
      select case_id as case, kind::text, body, created_at from case_events where user_id = ${me}
       union all select id, 'claimed', null, claimed_at from cases where claimed_by = ${me} order by 4`,
  },
  requests: {
    title: 'Keys that stop repeated requests',
    rows: ({ me }) =>
      sql`
        select key, bemoaning_id as bemoaning, comment_id as comment, created_at
        from idempotency_keys
        where user_id = ${me}
        order by created_at`,
  },
} as const satisfies Record<string, Section>

export type SectionName = keyof typeof sections
export const sectionNames = Object.keys(sections) as SectionName[]
