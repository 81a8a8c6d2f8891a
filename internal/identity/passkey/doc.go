// Package passkey (通行密钥) signs people in with keys that their device or a security key holds
// (W3C Web Authentication): instead of the password, or as the second factor after it. The device
// verifies its owner each time; a key works for this site's name alone, so nothing can be handed to
// an imitation.
package passkey
