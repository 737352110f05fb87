import { eq, type SQL } from 'drizzle-orm'
import { cases } from '@/db'
import type { Subject } from '../subject'

/** The cases about a subject. */
export const whereSubject = ({ type, id }: Subject): SQL =>
  eq({ bemoaning: cases.bemoaningId, comment: cases.commentId, user: cases.userId }[type], id)
