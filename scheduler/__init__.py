"""What happens unasked: it queues what is owed and sends nothing."""
