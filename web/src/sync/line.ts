// The open line to the server, for those who say something on it.

import { model } from '../model/state.svelte.ts'
import type { Socket } from './socket.ts'

/** How many people's presence is asked for: those whose names the sidebar shows, then as many others as fit. */
const WATCHED_MAX = 200

let socket: Socket | undefined
let also: readonly string[] = []

export const line = (): Socket | undefined => socket

export function setLine(opened: Socket | undefined): void {
  socket = opened
}

/** Asks to hear of people coming and going. */
export function watch(): void {
  const direct = [...model.channels.values()].flatMap((channel) => (channel.is_im && channel.user ? [channel.user] : []))
  const others = [...model.users.values()].filter((user) => !user.deleted && !user.is_bot).map((user) => user.id)
  socket?.watch([...new Set([...[model.selfId, ...direct, ...others].slice(0, WATCHED_MAX), ...also])])
}

/** Asks to hear of these people too, for as long as a list shows them. */
export function watchAlso(ids: readonly string[]): void {
  also = ids
  watch()
}

export const sendTyping = (channel: string): void => socket?.typing(channel)
