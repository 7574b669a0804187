/// <reference types="svelte" />
/// <reference types="vite/client" />

declare module 'virtual:emoji' {
  const rows: [characters: string, names: string, group: number][]
  export default rows
}
declare module 'virtual:emoji-tones' {
  const rows: number[]
  export default rows
}
declare module 'virtual:emoji-words/en' {
  const rows: string[]
  export default rows
}
declare module 'virtual:emoji-words/fr' {
  const rows: string[]
  export default rows
}
declare module 'virtual:emoji-words/de' {
  const rows: string[]
  export default rows
}
