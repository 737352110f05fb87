export {
  createToken,
  endOtherAccess,
  endOtherSessions,
  listEvents,
  listProviders,
  removeProvider,
  revokeToken,
} from './credential/access'
export { isOpen, lockUser } from './credential/as-owner'
export { createChallenge } from './credential/challenge'
export { applyConsequences } from './credential/consequences'
export {
  checkCode,
  confirmAuthenticator,
  endAuthenticator,
  type Pending,
  replaceCodes,
  startAuthenticator,
} from './credential/factor/authenticator'
export {
  addPasskey,
  checkPasskey,
  registrationOptions,
  removePasskey,
  requestOptions,
} from './credential/factor/passkeys'
export { qrPath } from './credential/factor/qr'
export { relyingParty } from './credential/factor/relying-party'
export { findFactors } from './credential/factor/state'
export { findFeedToken, readFeedToken, renewFeedToken } from './credential/feed-token'
export { freshMinutes } from './credential/fresh'
export {
  findHeld,
  type Held,
  type HeldPasskey,
  type HeldSession,
  type HeldSshKey,
  type HeldToken,
} from './credential/held'
export { addKeyByCode, createKeyCode, keyCodeMinutes } from './credential/key-code'
export { checkNewPassword } from './credential/new-password'
export { hashPassword } from './credential/password'
export {
  reauthenticate,
  reauthenticateByKey,
  reauthenticateByPasskey,
  staleFailure,
} from './credential/reauthenticate'
export { addSshKey, removeSshKey } from './credential/ssh'
export {
  checkConnectionCode,
  findKeyOwner,
  identifyKey,
  type KeyOwner,
} from './credential/ssh-connection'
export { checkSshSignIn, signingCommands, sshNamespace } from './credential/ssh-sign-in'
export { identifyToken, issueToken } from './credential/token'
export { aboutInput, aboutMax, accountChange, setAbout } from './profile/about'
export { type Account, createUser } from './profile/account'
export { artOfHandle } from './profile/art'
export { banUser, setBan } from './profile/ban'
export { emailInput, handleInput, nameInput, newPassword, signInInput, signUpInput } from './profile/input'
export { joinByKey } from './profile/join-by-key'
export { unlessReadOnly } from './profile/note'
export { setHideSeen, setKeyboard, setMails, unsubscribeBy } from './profile/preferences'
export {
  artsOf,
  findHandles,
  findMoved,
  findProfile,
  findTelling,
  findVoter,
  type Profile,
} from './profile/queries'
export { rename } from './profile/rename'
export { renameableFrom } from './profile/rename-window'
export { isRetired, noSuchUser, retireHandles } from './profile/retired'
export { signUp } from './profile/sign-up'
export { confirmEmail, requestEmail, undoAddress } from './recovery/address'
export { resetLinkFor, setEmailFor, setPasswordFor } from './recovery/by-operator'
export { sentenceOfEvent } from './recovery/events'
export { createMailToken, readMailToken } from './recovery/mail-token'
export { changePassword, requestReset, resetPassword } from './recovery/password'
export { tellOwner } from './recovery/tell-owner'
export { beginSession } from './session/begin'
export { checkSignIn } from './session/check-sign-in'
export { deviceOf } from './session/device'
export { keepForm, readKeptForm, takeKeptForm } from './session/kept-form'
export { oauthOptions } from './session/oauth'
export { providerOrigins } from './session/provider-origins'
export {
  type Ban,
  banned,
  endSession,
  endSessionOf,
  type Identity,
  identifySession,
  renewSession,
  startSession,
} from './session/session'
export { findViewer, type Known } from './session/viewer'
export {
  isYoung,
  limitFor,
  newHours,
  type Powers,
  reputationOf,
  stepByAge,
  stepOf,
  steps,
  sumOf,
  trust,
} from './trust'
