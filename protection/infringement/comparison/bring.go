package comparison

import (
	"context"

	"zhibao/casework"
	"zhibao/protection/infringement/comparison/table"
)

// Bring adds one picture as the actor, under the same conditions as on a page: for the demo, and for what brings
// comparisons in from elsewhere. Like says whose it is, which view it shows, and from where it comes.
func (d *Desk) Bring(ctx context.Context, by casework.Actor, caseID int64, like table.Picture, name string, data []byte) error {
	return d.store(ctx, by, caseID, []named{{name, like.View, data}}, like)
}
