"""Why a figure changed: what each driver, segment and store adds to the gap."""
