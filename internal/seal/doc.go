// Package seal is the keys under which unpublished text lies (密钥与加密存储): 专利法 第二十一条
// demands secrecy until publication, and a copy of the data folder must reveal nothing.
//
//	key file ── root key ──▶ center key ─┐
//	    └───── tree, leaf of the case ───┴──▶ case key ──▶ text, files, MACs
//
// The key file stands outside the data folder and outside its backups. It holds two secrets:
// the root key, which may come from the environment instead, and a tree from which every case
// draws a leaf of its own. When the root key is changed, the former ones stay in the key file,
// sealed under the new one: a database that was restored from before the change is still
// opened, and its keys are wrapped anew at once. Center keys are random and wrapped under the
// root key; case keys are random and wrapped under the center key and the leaf together.
//
// Shredding a case destroys its wrapped key in the database and then its leaf in the key file.
// Backups of the database still hold the wrapped key, but the leaf is gone for good, so that
// no backup, not even together with today's key file, opens the case again, while all other
// cases in it stay readable. For the same reason only the newest copy of the key file may be
// kept: an old one would bring leaves back.
package seal
