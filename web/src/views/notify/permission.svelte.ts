// Whether the browser may show notifications. It is asked only when the person presses the button for it.

type Answer = NotificationPermission | 'impossible'

class Permission {
  /** A page that is not served over HTTPS has no notifications at all. */
  answer = $state<Answer>('Notification' in globalThis && isSecureContext ? Notification.permission : 'impossible')

  async ask(): Promise<void> {
    if (this.answer === 'default') this.answer = await Notification.requestPermission()
  }
}

export const permission = new Permission()
