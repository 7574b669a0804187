// The small database of this device: the last state, and the key that seals what is kept here.

const DATABASE = 'comity'
const STORE = 'kept'

const outcome = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'))
  })

/** Does one thing with the rows. Private windows and full disks refuse. */
export async function rows<T>(mode: IDBTransactionMode, work: (all: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await outcome(opening)
  try {
    return await outcome(work(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}
