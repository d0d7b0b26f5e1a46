"""What a coordinator sees, and the page of the phone simulator. Channels hand their routes in."""
