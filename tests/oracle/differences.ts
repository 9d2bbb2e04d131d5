// Where Treewright means to differ from Prisma 7: each with its reason, and when it explains what was seen.
//
// Every entry has a line in docs/differences.md. A predicate is as narrow as it can be told from outside.

import {
  createsRowsThatMeet,
  hasEmptyData,
  hasForgottenOr,
  hasNegatedRelation,
  hasParentsThatMeet,
  hasStrayCursor,
  hasTangledParents,
  hasUse,
  hasVoidSelection,
  isCreateBeforeWhatItMeets,
  isEmpty,
  isLast,
  isMixed,
  isNamedByLink,
  isNo,
  makesOneWithParent,
  movesUnique,
  namesOneRowTwice,
  parentsOf,
} from './marks.ts'
import { isPlain, type Operation } from './operation.ts'
import { VALIDATION, wordOf, type Outcome } from './outcome.ts'
import { each, usesOf, writtenIn } from './walk.ts'

/** A difference that was decided. */
export type Decided = {
  readonly name: string
  readonly reason: string
  applies(operation: Operation, prisma: Outcome, ours: Outcome): boolean
}

/** All of them; the first that applies is the explanation. */
export const decided: readonly Decided[] = [
  {
    name: 'disconnect that says no',
    reason: 'Prisma disconnects an optional parent even if told `false`, or a where that it does not match',
    applies: (operation, prisma) =>
      wordOf(prisma) === 'ok' &&
      hasUse(operation, ({ relation, verb, value }) => isNo(relation, verb, value)),
  },
  {
    name: 'empty element in an array of updates',
    reason: 'Prisma silently drops every update after an element with empty data',
    applies: (operation, prisma) =>
      wordOf(prisma) === 'ok' &&
      hasUse(operation, ({ verb, value }) => {
        return verb === 'update' && Array.isArray(value) && value.slice(0, -1).some(hasEmptyData)
      }),
  },
  {
    name: 'upsert of a parent that its where leaves out',
    reason:
      'Prisma asks the where of the wrong table: it fails, or leaves a stray row; the new row is pointed at',
    applies: (operation, prisma, ours) =>
      /^(ok|P2021)$/.test(wordOf(prisma)) &&
      !(ours.end === 'value' && ours.value === null) &&
      hasUse(operation, ({ relation, verb, value }) => {
        return relation.isHere && verb === 'upsert' && isPlain(value) && isPlain(value['where'])
      }),
  },
  {
    name: 'one foreign key set twice',
    reason: 'Prisma runs both verbs and leaves a stray row; two sources for one column are an error',
    applies: (operation, _, ours) =>
      wordOf(ours) === VALIDATION &&
      hasUse(operation, ({ relation, beside }) => {
        const setters = ['create', 'connect', 'connectOrCreate', 'disconnect'].filter(
          (verb) => verb in beside,
        )
        return relation.isHere && setters.length > 1
      }),
  },
  {
    name: 'the same row deleted twice',
    reason: 'equal wheres are one; Prisma counts the elements',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'P2017' &&
      wordOf(ours) !== VALIDATION &&
      hasUse(operation, ({ verb, value }) => verb === 'delete' && each(value).length > 1),
  },
  {
    name: 'foreign keys beside relations',
    reason:
      'an object may set some keys as values and others through relations; Prisma wants one or the other',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === VALIDATION && wordOf(ours) !== VALIDATION && isMixed(operation),
  },
  {
    name: 'required relation without a verb',
    reason: 'Prisma sends the insert and is told of a NULL; it is known before that the key is missing',
    applies: (operation, _, ours) =>
      wordOf(ours) === VALIDATION &&
      writtenIn(operation).some(({ model, data, isInCreate }) => {
        const held = model.relations.filter(({ isHere, kind }) => isHere && kind.endsWith('!'))
        return isInCreate && held.some(({ name }) => isEmpty(data[name]))
      }),
  },
  {
    name: 'selections that say nothing',
    reason:
      'Prisma takes null and {} in place of a selection, and anything for true; they are told as mistakes',
    applies: ({ args }, prisma, ours) =>
      wordOf(prisma) !== VALIDATION && wordOf(ours) === VALIDATION && hasVoidSelection(args),
  },
  {
    name: 'text that is no UUID',
    reason: 'Prisma sends it, and is told by the database unless something else is met first',
    applies: (_, prisma, ours) =>
      prisma.end === 'error' && ours.end === 'error' && ours.message.includes('TW328'),
  },
  {
    name: 'updateMany of nothing',
    reason: 'Prisma forgets the limit when the data is empty, and fails to read relations',
    applies: ({ verb, args }, prisma) =>
      verb.startsWith('updateMany') &&
      isPlain(args) &&
      isEmpty(args['data']) &&
      (wordOf(prisma) === 'P2023' || (wordOf(prisma) === 'ok' && 'limit' in args)),
  },
  {
    name: 'a key that gets lost',
    reason: 'Prisma mixes up its names where two parents are connected or created, one with more inside',
    applies: (operation, prisma, ours) =>
      /^(ok|P2011|P2025)$/.test(wordOf(prisma)) &&
      (wordOf(ours) === 'ok' || wordOf(prisma) === 'P2011') &&
      (writtenIn(operation).some(hasTangledParents) ||
        hasUse(operation, makesOneWithParent) ||
        (wordOf(prisma) === 'P2011' &&
          hasUse(operation, ({ relation, verb }) => relation.isHere && verb === 'connectOrCreate'))),
  },
  {
    name: 'conditions on unique fields',
    reason: 'beside a complete key, a unique field takes conditions as any other field does',
    applies: (_, prisma, ours) =>
      wordOf(ours) !== VALIDATION &&
      prisma.end === 'error' &&
      /Argument `\w+`: Invalid value provided\. Expected \w+, provided Object/.test(prisma.message),
  },
  {
    name: 'conditions beside is and isNot',
    reason: 'conditions on the row at the other end may stand beside each other, in whichever form',
    applies: (_, prisma, ours) =>
      wordOf(ours) !== VALIDATION &&
      prisma.end === 'error' &&
      /Unknown argument `\w+`\. Did you mean `is(Not)?`\?/.test(prisma.message),
  },
  {
    name: 'set of a required relation that would lose rows',
    reason: 'Prisma links the new rows first and may meet a taken key; what cannot be let go is told at once',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'P2002' &&
      /^P20(14|25)$/.test(wordOf(ours)) &&
      hasUse(operation, ({ relation, verb }) => verb === 'set' && relation.kind === '1:n!'),
  },
  {
    name: 'a parent deleted beside the one that is created',
    reason: 'Prisma points at the deleted row once more and fails; the relation ends as its last verb says',
    applies: (operation, prisma) =>
      /^P20(03|25)$/.test(wordOf(prisma)) &&
      hasUse(operation, ({ relation, verb, beside }) => {
        const isLinked = ['create', 'connect', 'connectOrCreate'].some((other) => other in beside)
        return relation.isHere && verb === 'delete' && isLinked
      }),
  },
  {
    name: 'a parent that is let go before another verb',
    reason: 'verbs of one relation run in key order; Prisma goes on with the parent that was there at first',
    applies: (operation, prisma, ours) =>
      (wordOf(ours) === 'P2025' || (wordOf(prisma) === 'ok' && wordOf(ours) === 'ok')) &&
      hasUse(operation, ({ relation, verb, beside }) => {
        return (
          relation.isHere && verb === 'disconnect' && Object.keys(beside)[0] === verb && !isLast(verb, beside)
        )
      }),
  },
  {
    name: 'connect after create at a one-to-one relation',
    reason: 'verbs of one relation run in key order; Prisma looks for the row to connect first',
    applies: (operation, prisma, ours) =>
      [prisma, ours].every((outcome) => /^(ok|P2025)$/.test(wordOf(outcome))) &&
      hasUse(operation, ({ relation, verb, beside }) => {
        return relation.kind.startsWith('1:1C') && verb === 'connect' && Object.keys(beside)[0] !== verb
      }),
  },
  {
    name: 'both ends of a one-to-one self relation',
    reason: 'Prisma takes the one for the other where both are written, and meets a taken key',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'P2002' &&
      wordOf(ours) === 'ok' &&
      writtenIn(operation).some((written) => {
        const ends = usesOf(written).filter(({ relation }) => relation.target === written.model.name)
        return ['1:1R', '1:1C'].every((kind) => ends.some(({ relation }) => relation.kind.startsWith(kind)))
      }),
  },
  {
    name: 'an upsert whose key is taken by a row that its where leaves out',
    reason: 'Prisma does nothing and answers null; the key is taken',
    applies: ({ verb }, prisma, ours) =>
      verb === 'upsert' && prisma.end === 'value' && prisma.value === null && wordOf(ours) === 'P2002',
  },
  {
    name: 'a panic',
    reason: 'Prisma panics on it',
    applies: (_, prisma) => prisma.end === 'error' && /RustPanic/.test(prisma.code),
  },
  {
    name: 'a cursor with more than a key',
    reason: 'Prisma does not get on with it; it takes the conditions of any unique where',
    applies: (_, prisma, ours) =>
      wordOf(ours) !== VALIDATION && prisma.end === 'error' && /Unable to resolve field/.test(prisma.message),
  },
  {
    name: 'counting from a cursor',
    reason: 'Prisma counts from a cursor only in an order without ties; here the key comes last in any order',
    applies: ({ verb }, prisma) => verb === 'count' && wordOf(prisma) === 'P2019',
  },
  {
    name: 'a findFirst of several rows',
    reason: 'Prisma tells it apart from other wrong arguments; here it is one of them, with the same code',
    applies: ({ verb }, prisma, ours) =>
      verb.startsWith('findFirst') && wordOf(prisma) === 'P2019' && wordOf(ours) === VALIDATION,
  },
  {
    name: 'a cursor that is none of the rows',
    reason:
      'Prisma goes on from it or gives no row, by the order and by where the relation stands; it goes on',
    applies: ({ verb, args }, prisma, ours) =>
      ours.end === 'value' &&
      ((prisma.end === 'value' && hasStrayCursor(args, prisma.value, ours.value)) ||
        (verb === 'findFirstOrThrow' && wordOf(prisma) === 'P2025' && isPlain(args) && 'cursor' in args)),
  },
  {
    name: 'unique values that an update moves',
    reason: 'the server checks each row as it changes it, in the order in which it meets them',
    applies: ({ model, verb, args }, prisma, ours) =>
      verb.startsWith('updateMany') &&
      [wordOf(prisma), wordOf(ours)].sort().join() === 'P2002,ok' &&
      isPlain(args) &&
      movesUnique(model, args['data']),
  },
  {
    name: 'a row that its own write deletes',
    reason: 'Prisma answers an update or upsert whose row is gone with an empty list; it is null',
    applies: ({ verb }, prisma, ours) =>
      (verb === 'update' || verb === 'upsert') &&
      prisma.end === 'value' &&
      ours.end === 'value' &&
      ours.value === null,
  },
  {
    name: 'parents that need each other',
    reason: 'relations that hold the key here run in key order, and Prisma runs them backwards',
    applies: (operation, prisma, ours) =>
      ([prisma, ours].every((outcome) => /^(ok|P2002|P2014|P2017|P2018|P2025)$/.test(wordOf(outcome))) &&
        writtenIn(operation).some(hasParentsThatMeet)) ||
      ([prisma, ours].every((outcome) => /^P20/.test(wordOf(outcome))) &&
        writtenIn(operation).some((written) => parentsOf(written).length > 1)),
  },
  {
    name: 'a create that waits for its own relations',
    reason: 'verbs run in key order; Prisma runs such a create last',
    applies: (operation, prisma, ours) =>
      [prisma, ours].every((outcome) => /^(ok|P2002|P2014|P2025)$/.test(wordOf(outcome))) &&
      hasUse(operation, isCreateBeforeWhatItMeets),
  },
  {
    name: 'created rows that look for what another one takes',
    reason: 'rows are made in the order of their array; Prisma makes those that hold a relation backwards',
    applies: (operation, prisma, ours) =>
      [prisma, ours].every((outcome) => /^(ok|P2002|P2003|P2025)$/.test(wordOf(outcome))) &&
      hasUse(operation, createsRowsThatMeet),
  },
  {
    name: 'a row that its own write no longer finds',
    reason:
      'Prisma looks for the row again by its where, which a part of the write has changed; it is found once',
    applies: ({ model, verb, args }, prisma, ours) =>
      /^(update|upsert)$/.test(verb) &&
      wordOf(prisma) === 'P2025' &&
      wordOf(ours) === 'ok' &&
      isPlain(args) &&
      isNamedByLink(model, args['where']),
  },
  {
    name: 'a row found by the key that the same update moves',
    reason: 'fields are written before relations, and ON UPDATE CASCADE moves the key; Prisma looks first',
    applies: (operation, prisma, ours) =>
      [prisma, ours].every((outcome) => /^(ok|P2025)$/.test(wordOf(outcome))) &&
      hasUse(operation, ({ relation, verb, value, data, isInCreate }) => {
        const isMoved = !isInCreate && relation.references.some((name) => name in data)
        const where = verb === 'connectOrCreate' && isPlain(value) ? value['where'] : value
        const isNamed = isPlain(where) && relation.fields.some((name) => name in where)
        return relation.kind.startsWith('1:1C') && /^connect/.test(verb) && isMoved && isNamed
      }),
  },
  {
    name: 'a row linked to itself by the key that the same update changes',
    reason:
      'fields are written before relations, so the key that names the row is the new one; Prisma looks first',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'ok' &&
      wordOf(ours) === 'P2025' &&
      hasUse(operation, ({ model, relation, verb, value, data, isInCreate }) => {
        const isNamed = isPlain(value) && Object.keys(value).some((name) => name in data)
        return relation.target === model && !relation.isHere && verb === 'connect' && isNamed && !isInCreate
      }),
  },
  {
    name: 'an upsert before another verb at a relation to one',
    reason: 'verbs of one relation run in key order; Prisma looks for the row that was linked at first',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'P2025' &&
      wordOf(ours) === 'ok' &&
      hasUse(operation, ({ relation, verb, beside }) => {
        return (
          !relation.isMany && verb === 'upsert' && Object.keys(beside)[0] === verb && !isLast(verb, beside)
        )
      }),
  },
  {
    name: 'two wheres for one row',
    reason: 'rows are counted, and not wheres; Prisma misses a row that two wheres name',
    applies: (operation, prisma, ours) =>
      /^P20(18|25)$/.test(wordOf(prisma)) &&
      wordOf(ours) !== VALIDATION &&
      hasUse(operation, ({ relation, verb, value }) => {
        return /^(connect|set)$/.test(verb) && namesOneRowTwice(relation.target, value)
      }),
  },
  {
    name: 'own parent connected or created again',
    reason: 'Prisma takes the row itself for another one that has to give up its parent',
    applies: (operation, prisma, ours) =>
      /^(ok|P2002|P2014|P2017|P2018|P2025)$/.test(wordOf(prisma)) &&
      wordOf(ours) !== VALIDATION &&
      hasUse(operation, ({ relation, verb, isInCreate }) => {
        return relation.kind.startsWith('1:1R') && verb === 'connectOrCreate' && !isInCreate
      }),
  },
  {
    name: 'upsert of a parent linked a moment before',
    reason:
      'Prisma asks for the parent that the row had before the write, and makes another; each verb sees what those before it did',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'ok' &&
      wordOf(ours) === 'ok' &&
      hasUse(operation, ({ relation, verb, beside, isInCreate }) => {
        const names = Object.keys(beside)
        const before = names.slice(0, names.indexOf('upsert'))
        const isLinked = before.some((name) => /^(connect|create|connectOrCreate)$/.test(name))
        return relation.isHere && verb === 'upsert' && !isInCreate && isLinked
      }),
  },
  {
    name: 'a time that is overwritten',
    reason: 'Prisma writes the key of a created one-to-one parent once more, and forgets the given time',
    applies: (operation, prisma, ours) =>
      wordOf(prisma) === 'ok' &&
      wordOf(ours) === 'ok' &&
      hasUse(operation, ({ relation, verb, data, isInCreate }) => {
        const isMade = /^(create|connect|connectOrCreate|upsert)$/.test(verb) && !isInCreate
        return isMade && relation.kind.startsWith('1:1R') && 'updatedAt' in data
      }),
  },
  {
    name: 'a row that may not meet what is negated',
    reason:
      'Prisma reads rows of which a null leaves it open by another rule than it changes them by; here it is one',
    applies: ({ verb, args }, prisma, ours) =>
      /^(update|delete|upsert)/.test(verb) &&
      [prisma, ours].every(({ end }) => end !== 'absent') &&
      hasNegatedRelation(args),
  },
  {
    name: 'no condition on a list',
    reason: 'an empty object is no condition, as on any other field',
    applies: (_, prisma) =>
      prisma.end === 'error' && /ListFilter needs at least one argument/.test(prisma.message),
  },
  {
    name: 'undefined in a where',
    reason: 'a condition that vanishes meets more rows, or all of them, so it is told',
    applies: (_, prisma, ours) =>
      wordOf(prisma) !== VALIDATION && ours.end === 'error' && ours.message.includes('TW313'),
  },
  {
    name: 'empty OR inside of AND, OR or NOT',
    reason: 'Prisma forgets it and meets more rows; it meets none, as elsewhere',
    applies: ({ args }, prisma) => prisma.end !== 'absent' && hasForgottenOr(args),
  },
]
